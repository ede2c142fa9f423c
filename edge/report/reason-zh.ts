/** What the core says of sizes, and `bench` of its input, clause by clause; $1 and $2 are its numbers. */
const clauses: readonly (readonly [english: RegExp, chinese: string])[] = [
  [/^no sizes were given$/, '未给出尺寸'],
  [
    /^every defect was found: add smaller ones, down to sizes that are missed$/,
    '缺陷全部检出，须补充更小、直至检不出的缺陷',
  ],
  [/^no defect was found: add larger ones$/, '缺陷均未检出，须补充更大的缺陷'],
  [/^all sizes are the same$/, '尺寸全部相同'],
  [
    /^the sizes found and the sizes missed do not overlap: add some about ([\d.]+)$/,
    '检出与未检出的尺寸没有重叠，须补充 $1 附近的缺陷',
  ],
  [/^the sizes differ too little for a curve$/, '尺寸差异太小，无法拟合曲线'],
  [/^larger defects were not found more often than smaller ones$/, '较大缺陷的检出率并不高于较小缺陷'],
  [/^there are too few(?: parts)? for a size that can be promised$/, '数量太少，无法保证任何尺寸'],
  [
    /^the size is by demonstration, (\d+) of the next (\d+) up were found$/,
    '该尺寸由点验证得出：由此向上的 $2 个中检出 $1 个',
  ],
  [/^none smaller was seen$/, '未出现过更小的缺陷'],
  [/^none so large was seen: the curve alone says so$/, '未出现过这样大的缺陷，该值仅由曲线外推'],
  [/^there or not there: it has no size$/, '仅有有无之分，没有尺寸'],
  [/^(.+) left open by the model: a guess$/, '模型未规定 $1，按推测取值'],
  [/^frames are noise: give --images$/, '图像为随机噪声：请用 --images 给定'],
  [/^null: (\S+) cannot be read \(.*\)$/, '无：$1 无法读取（虚拟机、其他操作系统或权限不足）'],
  [/^RAPL, processor package 0, all programs together$/, 'RAPL，0 号处理器封装，含全部程序'],
]

const openings: readonly (readonly [english: string, chinese: string])[] = [
  ['reported: ', '报出：'],
  ['refused: ', '拒收：'],
]

/** Why a size is missing or how it was found, in Chinese; a clause that nobody translated stays as it came. */
export const reasonZh = (reason: string): string => reason.split('; ').map(translated).join('；')

function translated(clause: string): string {
  const opening = openings.find(([english]) => clause.startsWith(english))
  const rest = opening ? clause.slice(opening[0].length) : clause
  const found = clauses.find(([english]) => english.test(rest))
  return `${opening?.[1] ?? ''}${found ? rest.replace(found[0], found[1]) : rest}`
}
