import type { Command } from 'commander'
import { Role } from './contract/role.ts'
import { environment, loadSettings } from './io/config.ts'
import type { Shell } from './io/shell.ts'
import { examples } from './option.ts'

/** The command that says who may sign in. */
export function addUser(program: Command, shell: Shell): void {
  program
    .command('user')
    .description('List users, add or remove one, or give one a new password, which is printed this once.')
    .argument('[name]', 'all users are listed when left out')
    .addOption(
      program.createOption('--role <role>', 'role of the user; kept when left out').choices(Role.options),
    )
    .option('--remove', 'remove the user, whose sessions end')
    .option('--data <folder>', 'data folder of the service')
    .addHelpText(
      'after',
      examples('jidoka user', 'jidoka user ann --role operator', 'jidoka user ann --remove'),
    )
    .action(async (name: string | undefined, { role, remove, data }) => {
      const { data: folder } = loadSettings({ env: environment(), flags: { data } })
      const { user } = await import('./command/user.ts')
      await user({ folder, user: name, role, shouldRemove: remove === true, out: shell.out })
    })
}
