import type { PartWords } from './en-part.ts'

/** 单件视图的用语。 */
export const partZh: PartWords = {
  part: {
    title: (part) => `零件 ${part}`,
    time: '时间用在哪里',
    total: (ms) => `从图像到判定 ${ms} 毫秒`,
    story: '经过',
    photographed: '拍照',
    judged: (evaluation) => `判定：${evaluation}`,
    incident: '属于一连串同类零件',
    reviewed: (who, decision, waited) => `${who} 在 ${waited} 后复判为 ${decision}`,
    truth: '实际情况',
    reveal: '揭晓真值',
    hide: '隐藏真值',
    gone: '真值与图像一起保存，图像已不在。',
    nobodyKnows: '无人知道：照片没有标注。',
    good: '良品。',
    defective: '缺陷品。',
    bare: '表面什么都没有。',
    ofLimit: (share) => `限值的 ${share}`,
    contrast: (ratio) => `对比度为噪声的 ${ratio} 倍`,
    lookAlike: '无害的相似物',
    take: '保存',
    picture: '图像 (PNG)',
    result: '结果 (JSON)',
    replay: '从这个零件起重放产线：',
    script: '连同对灯和镜头的操作：此场景文件',
  },
}
