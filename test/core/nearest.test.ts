import { describe, expect, it } from 'vitest'
import { nearest } from '../../edge/core/nearest.ts'

describe('nearest', () => {
  it.each([
    ['prot', 'port'],
    ['mqtPort', 'mqttPort'],
    ['mqttport', 'mqttPort'],
    ['workers', 'workers'],
    ['colour', null],
    ['', null],
  ])('takes %s for %s', (word, expected) => {
    expect(nearest(word, ['port', 'mqttPort', 'workers', 'deadlineMs'])).toBe(expected)
  })
})
