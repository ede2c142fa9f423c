import { describe, expect, it } from 'vitest'
import { type BusRole, publishRefusal, subscribeRefusal } from '../../broker/access.ts'

const station = 'jidoka/demo/plant/hall/steel-strip/cell/_inspect/v1'

describe('who may publish', () => {
  it.each<[BusRole, string, boolean]>([
    ['edge', `${station}/result`, true],
    ['edge', `${station}/alarm/7`, true],
    ['edge', 'x/_inspect/v1/status', true],
    ['edge', `${station}/cmd/stop`, false],
    ['edge', '_inspect/v1/status', false],
    ['edge', '/_inspect/v1/status', false],
    ['edge', `${station}/`, false],
    ['edge', 'jidoka/demo/result', false],
    ['edge', '$SYS/_inspect/v1/status', false],
    ['edge', 'a/+/_inspect/v1/status', false],
    ['edge', 'a/_inspect/v1/#', false],
    ['edge', 'spBv1.0/plant/NBIRTH/line', true],
    ['edge', 'spBv1.0/plant/DDATA/line/cell', true],
    ['edge', 'spBv1.0/plant/NCMD/line', false],
    ['edge', 'spBv1.0/STATE/host', false],
    ['edge', 'spBv1.0/plant/NBIRTH/line/cell/more', false],
    ['viewer', 'spBv1.0/plant/NBIRTH/line', false],
    ['viewer', `${station}/result`, false],
    ['viewer', `${station}/cmd/look`, false],
    ['viewer', `${station}/cmd/simulate`, false],
    ['operator', `${station}/cmd/simulate`, true],
    ['operator', `${station}/cmd/acknowledge/7`, true],
    ['operator', `${station}/cmd/audit`, false],
    ['operator', `${station}/cmd/constructor`, false],
    ['operator', `${station}/result`, false],
    ['operator', 'cmd/simulate', false],
    ['engineer', `${station}/cmd/audit`, true],
    ['engineer', `${station}/cmd/unheard-of`, false],
    ['admin', `${station}/cmd/stop`, true],
    ['admin', 'anything', true],
    ['admin', '$SYS/x', false],
    ['admin', 'a/#', false],
    ['admin', '', false],
  ])('%s to %s: %s', (role, topic, isAllowed) => expect(publishRefusal(role, topic) === null).toBe(isAllowed))
})

describe('who may subscribe', () => {
  it.each<[BusRole, string, boolean]>([
    ['edge', `${station}/cmd/#`, true],
    ['edge', `${station}/cmd/+`, true],
    ['edge', '+/+/+/+/+/+/_inspect/v1/cmd/stop', true],
    ['edge', `${station}/result`, false],
    ['edge', '#', false],
    ['edge', '$share/g/a/_inspect/v1/cmd/#', false],
    ['edge', 'spBv1.0/plant/NCMD/line', true],
    ['edge', 'spBv1.0/STATE/host', true],
    ['edge', 'spBv1.0/#', false],
    ['edge', 'spBv1.0/plant/NCMD/+', false],
    ['viewer', '#', true],
    ['viewer', 'jidoka/#', true],
    ['viewer', '$SYS/#', false],
    ['viewer', '$share/g/jidoka/#', false],
    ['admin', '#', true],
    ['admin', '$SYS/#', true],
    ['admin', '$share/g/#', false],
  ])('%s to %s: %s', (role, filter, isAllowed) =>
    expect(subscribeRefusal(role, filter) === null).toBe(isAllowed),
  )
})
