import type { UpkeepWords } from './en-upkeep.ts'

/** 维护游戏的用语。 */
export const upkeepZh: UpkeepWords = {
  upkeep: {
    title: '您何时停机？',
    intro:
      '五台设备依次快速运转。请在故障之前停机，但不要过早：计划维修花费 1，故障花费 5，成绩是每 1,000 运行小时的花费。最后一天才停机就来不及了。',
    machine: '设备',
    round: '局',
    sameRound: '同一设备、同一局，每个人得到同样的五个寿命。',
    start: '开始',
    dealing: '正在生成设备寿命…',
    unit: (n, of) => `第 ${n} 台，共 ${of} 台`,
    pause: '暂停',
    goOn: '继续',
    stop: '结束游戏',
    next: '下一台',
    again: '再来一局',
    failed: (at) => `在 ${at} 发生故障，花费 5。`,
    sudden: (at) => `在 ${at} 突发故障，没有磨损征兆，任何预测都看不到。花费 5。`,
    replaced: (at, left) => `在 ${at} 更换，花费 1。它本来还能运行 ${left}。`,
    you: '您',
    calendar: (age) => `最优定期更换（${age}）`,
    failures: '故障',
    of: (count, n) => `${count} / ${n} 次`,
    ran: '运行',
    cost: '每 1,000 小时花费',
    few: '五个寿命也有运气成分：多一次或少一次故障，名次就会颠倒。“维护花费”在数千个寿命上比较同样的策略。',
  },
}
