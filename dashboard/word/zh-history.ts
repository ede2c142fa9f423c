import type { HistoryWords } from './en-history.ts'

/** 历史记录与画笔的用语。 */
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
  draw: {
    start: '亲手画一个缺陷',
    canvas: '在零件上作画：方向键移动位置，回车点一个点',
    class: '当作',
    width: (width) => `笔宽 ${width}`,
    bright: '亮色',
    clear: '清除',
    inspect: '检测',
    cancel: '取消',
    hint: (name, limit) =>
      `最多 8 笔。作为${name}，从 ${limit} 起就是缺陷；您画的内容同样经过光源、镜头与噪声。`,
    failed: '检测服务没有应答。',
    said: (name, size, ratio, isFound) =>
      `您画了一处 ${size} 的${name}，为限值的 ${ratio} 倍：${isFound ? '在原位置标出' : '未标出'}。`,
    pod: (share) => `这一类别、这一尺寸的缺陷，产线至今看到 ${share}。`,
    notCounted: '不计入任何宣称。',
  },
}
