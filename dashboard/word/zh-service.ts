import type { ServiceWords } from './en-service.ts'

/** 服务自身视图的用语。 */
export const serviceZh: ServiceWords = {
  service: {
    title: '检测服务',
    ready: '就绪：零件正常产出。',
    notReady: '未就绪。',
    away: '检测服务没有应答。',
    component: { model: '模型', book: '账本', broker: '与消息代理的连接', workers: '检测线程' },
    state: {
      loaded: '已加载',
      open: '已打开',
      removed: '已被移走',
      connected: '已连接',
      unreachable: '无法连接：事件在账本中等候',
    },
    since: '本次运行始于',
    trends: '最近几分钟',
    trendsHint: '距今分钟数，自打开本看板起',
    trend: {
      latency: '成像到判定 p99（毫秒）',
      partsPerSecond: '节拍（件/秒）',
      memory: '内存（MB）',
      outbox: '等候消息代理的事件',
    },
    settings: '设置',
    settingsHint: '密钥不显示。',
  },
}
