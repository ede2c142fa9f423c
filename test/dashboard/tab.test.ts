import { describe, expect, it } from 'vitest'
import { tabAfter, tabOf, tabs } from '../../dashboard/tab.ts'

describe('the views of the board', () => {
  it('are named by the address; a bare one is the line, a strange one changes nothing', () => {
    for (const name of tabs) expect(tabOf(`#${name}`, 'line')).toBe(name)
    expect(tabOf('', 'desk')).toBe('line')
    expect(tabOf('#content', 'desk')).toBe('desk')
    expect(tabOf('#Quality', 'line')).toBe('line')
  })

  it('are walked with the arrow keys, round the ends, and with Home and End', () => {
    expect(tabs.map((name) => tabAfter(name, 'ArrowRight'))).toEqual([
      'quality',
      'desk',
      'machines',
      'history',
      'teach',
      'classroom',
      'system',
      'line',
    ])
    expect(tabs.map((name) => tabAfter(name, 'ArrowLeft'))).toEqual([
      'system',
      'line',
      'quality',
      'desk',
      'machines',
      'history',
      'teach',
      'classroom',
    ])
    expect([tabAfter('quality', 'Home'), tabAfter('quality', 'End')]).toEqual(['line', 'system'])
    expect(tabAfter('line', 'o')).toBeNull()
  })
})
