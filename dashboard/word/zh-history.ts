import type { HistoryWords } from './en-history.ts'

/** 历史记录的用语。 */
export const historyZh: HistoryWords = {
  history: {
    title: '历史零件',
    any: '不限',
    from: '起始时间',
    until: '截止时间',
    time: '时间',
    older: '继续向前查找',
    export: '另存为',
    away: '检测服务没有应答。',
    searching: (searched) => `正在查找……已查 ${searched} 件`,
    found: (parts, searched, isAll) =>
      `${isAll ? '全部' : '最近'} ${searched} 件中找到 ${parts} 件，新的在前`,
  },
}
