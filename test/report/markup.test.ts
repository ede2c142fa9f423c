import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cssString, html, Markup, safePicture } from '../../edge/report/markup.ts'

describe('markup', () => {
  it('escapes what is put in, in text and in attributes, and not what is markup already', () => {
    const name = `<script>alert("1 & '2'")</script>`
    const inner = html`<b title="${name}">${name}</b>`
    expect(html`<p>${inner}</p>`.text).toBe(
      '<p><b title="&lt;script&gt;alert(&quot;1 &amp; &#39;2&#39;&quot;)&lt;/script&gt;">&lt;script&gt;alert(&quot;1 &amp; &#39;2&#39;&quot;)&lt;/script&gt;</b></p>',
    )
  })

  it('writes nothing for nothing, a zero for a zero, and joins lists', () => {
    expect(html`${null}${false}${0}${['a', [html`<i>b</i>`, 'c']]}`.text).toBe('0a<i>b</i>c')
  })

  it('lets no text open a tag or leave its attribute, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(html`${text}`.text).not.toMatch(/[<>"']/)
      }),
    )
  })

  it('lets no text leave a string of CSS', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(cssString(text).slice(1, -1)).not.toMatch(/["<>\n\r\f]/)
      }),
    )
    expect(cssString('99.8 % "x"</style>')).toBe('"99.8 % \\22 x\\22 \\3c \\2f style\\3e "')
  })

  it('shows pictures that came as data, and nothing else', () => {
    const picture = 'data:image/webp;base64,UklGRg=='
    expect(safePicture(picture)).toBe(picture)
    for (const uri of [
      'https://example.org/a.png',
      'javascript:alert(1)',
      'data:image/svg+xml;base64,PHN2Zz4=',
      'data:text/html;base64,PHA+',
      'data:image/png;base64,AAAA" onload="x',
      '',
    ])
      expect(safePicture(uri)).toBeNull()
    expect(new Markup('<b>').text).toBe('<b>')
  })
})
