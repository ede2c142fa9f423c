import { JidokaError } from '../contract/error.ts'
import type { GroupEvent } from '../contract/group.ts'
import type { Clock, Log } from '../contract/port.ts'
import { exportOf } from '../core/classroom/export.ts'
import { foldGroup, type Group, isOpen } from '../core/classroom/group.ts'
import { tableOf } from '../core/classroom/table.ts'
import { type GroupFile, openGroupFile } from '../io/group-file.ts'
import type { GroupDoor } from '../io/http-tools.ts'
import type { ReadLessons } from '../io/lesson-shelf.ts'
import { randomCode } from '../io/secret.ts'
import { type Room, traineeSide } from './trainee.ts'

export interface GroupTools {
  readonly folder: string
  readonly lessons: ReadLessons
  readonly clock: Clock
  readonly log: Log
}

export interface GroupDesk extends GroupDoor {
  close(): Promise<void>
}

/** The group of the classroom, as its file has it. */
export async function openGroupDesk(tools: GroupTools): Promise<GroupDesk> {
  const file = await openGroupFile(tools.folder)
  if (file.unreadable > 0) tools.log.warn('lines of group.jsonl were passed over', { lines: file.unreadable })
  const room = createRoom(file, tools)
  return { ...trainerSide(room, tools.clock), ...traineeSide(room, tools.clock), close: () => file.close() }
}

/**
 * What somebody says counts at once and is answered when it is on disk; what is said again is not counted again, and answered
 * when it is on disk too.
 */
function createRoom(file: GroupFile, { clock, lessons }: GroupTools): Room & { empty(): Promise<void> } {
  let group = file.past.reduce<Group | null>(foldGroup, null)
  return {
    lessons,
    present: () => group,
    isOpen: () => isOpen(group, clock.nowMs()),
    say(event: GroupEvent) {
      const before = group
      group = foldGroup(group, event)
      return group === before ? file.flush() : file.add(event)
    },
    empty() {
      group = null
      return file.clear()
    },
  }
}

type TrainerSide = Pick<GroupDoor, 'view' | 'exported' | 'open' | 'end' | 'reset'>

function trainerSide(room: ReturnType<typeof createRoom>, clock: Clock): TrainerSide {
  const { present } = room
  return {
    view: () => ({
      state: present() === null ? 'none' : room.isOpen() ? 'open' : 'closed',
      code: room.isOpen() ? (present()?.code ?? null) : null,
      openedAt: present()?.openedAt ?? null,
      closesAt: present()?.closesAt ?? null,
      table: tableOf(present()),
    }),
    exported: () => exportOf(present()),
    async open(hours) {
      if (present() !== null) throw new JidokaError('GROUP_EXISTS', 'There is a group, or what it has left.')
      const iso = (ms: number) => new Date(ms).toISOString()
      const nowMs = clock.nowMs()
      const [openedAt, closesAt] = [iso(nowMs), iso(nowMs + hours * 3_600_000)]
      await room.say({ kind: 'opened', code: randomCode(), openedAt, closesAt })
    },
    async end() {
      if (present() === null) throw new JidokaError('NOT_FOUND', 'There is no group to close.')
      await room.say({ kind: 'closed' })
    },
    reset: () => room.empty(),
  }
}
