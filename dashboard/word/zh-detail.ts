/** A sentence of the service (`detail` of a verdict), and how it is said in Chinese; `name` says a class. */
type Saying = readonly [
  pattern: RegExp,
  say: (found: readonly string[], name: (text: string) => string) => string,
]

const features: Readonly<Record<string, string>> = {
  brightness: '亮度',
  contrast: '对比度',
  'share of edges': '边缘占比',
  'dark tail': '暗部',
  'bright tail': '亮部',
  unevenness: '不均匀度',
  'patchiness of the texture': '纹理斑驳度',
  texture: '纹理强度',
}
const directions: Readonly<Record<string, string>> = { across: '横向', along: '纵向' }

function featureName(text: string): string {
  const [, direction = '', px] = /^roughness (across|along) (\d+) px$/.exec(text) ?? []
  return px === undefined ? (features[text] ?? text) : `${directions[direction]}粗糙度（${px} 像素）`
}

const sized = /^(.+) of about ([\d.]+) mm, limit ([\d.]+) mm$/
const markOf = (text: string, name: (text: string) => string): string => {
  const [, what = '', size, limit] = sized.exec(text) ?? []
  return size === undefined ? name(text) : `${name(what)}约 ${size} mm，限值 ${limit} mm`
}

const sayings: readonly Saying[] = [
  [/^No mark found\.$/, () => '未发现标记。'],
  [/^The heat map shows a mark over its limit\.$/, () => '热图显示有标记超限。'],
  [
    /^Nothing over its limit; largest doubt: (.+)\.$/,
    ([, mark = ''], name) => `无标记超限；最可疑的是：${markOf(mark, name)}。`,
  ],
  [
    /^Too close to call \(score ([\d.]+), decided under ([\d.]+) or from ([\d.]+)\)\.( The model that looks again did not answer\.)?$/,
    ([, score, accept, reject, missing]) =>
      `难以判定（得分 ${score}；低于 ${accept} 判合格，达到 ${reject} 判拒收）。${missing ? '复核模型没有应答。' : ''}`,
  ],
  [
    /^The picture is unlike (.+): its (.+) is ([\d.]+) times as far off as that of any part seen\. Check/,
    ([, product, feature = '', times]) =>
      `图像与 ${product} 不符：${featureName(feature)}的偏离是所见零件最大偏离的 ${times} 倍。请检查光源和镜头；若是其他产品，请先示教。`,
  ],
  [/^No verdict within (\d+) ms\.$/, ([, ms]) => `${ms} 毫秒内未得出判定。`],
  [/^The queue of (\d+) frames was full\.$/, ([, count]) => `${count} 幅图像的队列已满。`],
  [/^(.+)\.$/, ([, mark = ''], name) => (sized.test(mark) ? `${markOf(mark, name)}。` : '')],
]

/** null: nobody has put this sentence into Chinese. */
export function detailZh(detail: string, name: (text: string) => string): string | null {
  for (const [pattern, say] of sayings) {
    const found = pattern.exec(detail)
    if (found) return say(found, name) || null
  }
  return null
}
