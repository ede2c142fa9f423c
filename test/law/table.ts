import { commandNames, commands } from '../../edge/contract/command.ts'
import { errorCatalogue } from '../../edge/contract/error.ts'
import { eachOf, type TopicName, topics } from '../../edge/contract/event.ts'
import { type Act, acts } from '../../edge/contract/role.ts'
import { settingsTable } from '../../edge/io/config.ts'

/** The tables that both READMEs hold between `<!-- name -->` and `<!-- /name -->`, made from the contract. */
export const tables: Readonly<Record<string, string>> = {
  settings: settingsTable(),
  topics: [
    '| topic | retained | QoS | what it says |',
    '|---|---|---|---|',
    ...Object.entries(topics).map(
      ([name, { retain, qos, about }]) =>
        `| \`${name}${levelOf(name as TopicName)}\` | ${retain ? 'yes' : 'no'} | ${qos} | ${about} |`,
    ),
  ].join('\n'),
  commands: [
    '| command | least role | what it does | beside `correlationId` |',
    '|---|---|---|---|',
    ...commandNames.map((name) => {
      const { data, about } = commands[name]
      const fields = Object.keys(data.shape).filter((field) => field !== 'correlationId')
      const least = acts[name.split('/')[0] as Act]
      return `| \`cmd/${name}\` | ${least} | ${about} | ${fields.map((field) => `\`${field}\``).join(', ')} |`
    }),
  ].join('\n'),
  errors: [
    '| code | HTTP | what to do |',
    '|---|---|---|',
    ...Object.entries(errorCatalogue).map(
      ([code, { status, remedy }]) => `| \`${code}\` | ${status} | ${remedy} |`,
    ),
  ].join('\n'),
}

function levelOf(name: TopicName): string {
  const each = eachOf(name)
  return each === null ? '' : `/{${each}}`
}

/** What stands between the markers of a table, or null. */
export function tableIn(text: string, name: string): string | null {
  return new RegExp(`<!-- ${name} -->\\n+([\\s\\S]*?)\\n+<!-- /${name} -->`).exec(text)?.[1] ?? null
}
