import type { MachineKind } from '../../edge/contract/machine.ts'
import { conveyorGearmotor } from './gearmotor.ts'
import { cameraLamp } from './lamp.ts'
import type { MachineMaker } from './machine.ts'
import { stampingPress } from './press.ts'
import { millSpindle } from './spindle.ts'

/** The machines of the simulated plant. Each keeps its own kind of wear to itself. */
export const machines: Readonly<Record<MachineKind, MachineMaker>> = {
  'mill-spindle': millSpindle as MachineMaker,
  'stamping-press': stampingPress as MachineMaker,
  'conveyor-gearmotor': conveyorGearmotor as MachineMaker,
  'camera-lamp': cameraLamp as MachineMaker,
}
