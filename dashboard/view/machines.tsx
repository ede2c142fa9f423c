import { useEffect } from 'preact/hooks'
import type { Clock } from '../../edge/contract/port.ts'
import { words } from '../language.ts'
import { detail, isPlantAway, plant, pollMachines, present } from '../machines.ts'
import { stream } from '../store.ts'
import { AdvicePanel } from './advice.tsx'
import { Alarms } from './alarms.tsx'
import { EvidencePanel } from './evidence.tsx'
import { Life } from './life.tsx'
import { Lives } from './lives.tsx'
import { PlantOverview } from './plant.tsx'
import { Policies } from './policies.tsx'

/** The machines around the line: how each is, how long it has, why, and what to do. */
export function Machines({ clock }: { readonly clock: Clock }) {
  useEffect(() => pollMachines(clock), [clock])
  const word = words.value.machines
  const now = plant.value
  const machine = present.value
  if (!now) return <p class="panel waiting">{isPlantAway.value ? word.away : word.waiting}</p>
  return (
    <>
      {isPlantAway.value && stream.value.state !== 'lost' && (
        <p class="notice" role="status">
          {word.away}
        </p>
      )}
      {machine ? (
        <>
          <PlantOverview plant={now} present={machine} />
          <Life machine={machine} detail={detail.value} />
          <AdvicePanel machine={machine} hoursPerSecond={now.hoursPerSecond} />
          <EvidencePanel machine={machine} detail={detail.value} />
          <Alarms alarms={now.alarms} />
          <Policies machine={machine} />
          <Lives machine={machine} />
        </>
      ) : (
        <>
          <p class="panel waiting">{word.off}</p>
          {now.alarms.length > 0 && <Alarms alarms={now.alarms} />}
        </>
      )}
    </>
  )
}
