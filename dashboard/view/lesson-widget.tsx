import { useEffect } from 'preact/hooks'
import type { BlockOf } from '../../edge/contract/lesson.ts'
import type { Clock } from '../../edge/contract/port.ts'
import { words } from '../language.ts'
import { plant, pollMachines, present } from '../machines.ts'
import { pollQuality, quality } from '../quality.ts'
import { Claim } from './claim.tsx'
import { Count } from './count.tsx'
import { Detection } from './detection.tsx'
import { Dial } from './dial.tsx'
import { HandStation } from './hand-station.tsx'
import { Hands } from './hands.tsx'
import { PlantOverview } from './plant.tsx'
import { Policies } from './policies.tsx'
import { Ships } from './ships.tsx'
import { Station } from './station.tsx'
import { UpkeepGame } from './upkeep-game.tsx'

interface WidgetProps {
  readonly show: BlockOf<'widget'>['show']
  readonly clock: Clock
}

/** A part of the board beside a lesson: it is the real one, and acts on the real line. */
export function LessonWidget({ show, clock }: WidgetProps) {
  switch (show) {
    case 'station':
      return <Station />
    case 'claim':
      return <Claim />
    case 'count':
      return <Count />
    case 'inspection':
      return <HandStation clock={clock} />
    case 'upkeep':
      return <UpkeepGame clock={clock} />
    case 'machines':
    case 'policies':
      return <OfMachines show={show} clock={clock} />
    default:
      return <OfQuality show={show} clock={clock} />
  }
}

function OfQuality({ show, clock }: WidgetProps) {
  useEffect(() => pollQuality(clock), [clock])
  const told = quality.value?.quality
  if (!told || told.parts === 0) return <p class="panel waiting">{words.value.quality.waiting}</p>
  if (show === 'dial') return <Dial quality={told} />
  return show === 'ships' ? <Ships quality={told} /> : <Detection detection={told.curves.detection} />
}

function OfMachines({ show, clock }: WidgetProps) {
  useEffect(() => pollMachines(clock), [clock])
  const machine = present.value
  if (!plant.value || !machine) return <p class="panel waiting">{words.value.machines.off}</p>
  if (show === 'policies') return <Policies machine={machine} />
  return (
    <>
      <PlantOverview plant={plant.value} present={machine} />
      <section class="panel">
        <Hands machine={machine} />
      </section>
    </>
  )
}
