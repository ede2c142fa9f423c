import { language, nameOf } from '../language.ts'
import { detailZh } from '../word/zh-detail.ts'

/** Why, in a sentence of the service: in the language of the board, or in English and marked so. */
export function Detail({ text }: { readonly text: string }) {
  const said = language.value === 'zh' ? detailZh(text, nameOf) : null
  return said === null ? <span lang="en">{text}</span> : <span>{said}</span>
}
