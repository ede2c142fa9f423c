import type { ReportWords } from './en-report.ts'

/** 运行报告的用语。 */
export const reportZh: ReportWords = {
  report: {
    title: '本次运行的验收报告',
    print: '打印或存为 PDF',
    about:
      '把本视图连同运行信息、证据和签名栏印在纸上。随时可印：证据的置信上限随时查看均有效，曲线的只对一次查看有效。若按事先定好的件数验收，请用：',
    at: '截至',
    line: '产线',
    run: '批次',
    model: '模型，SHA-256',
    thresholds: '阈值',
    lamp: '光源',
    again: '重现命令',
    errors: '差错',
    undecided: '未判定',
    columns: ['职责', '姓名', '日期', '签名'],
    roles: ['检验', '批准', '见证'],
  },
}
