import type { CommandModule } from '../../command.ts'
import { addLevelOptions, addProjectCommand, addProjectGroup, anywhere } from '../../project/index.ts'

export const addRemoteCommand: CommandModule = (parent, world) => {
  const remote = addProjectGroup(parent, {
    name: 'remote',
    about: 'Say where data are pushed to and pulled from.',
    examples: [['reprise remote add --default store s3://bucket/data'], ['reprise remote list']],
  })
  const add = addProjectCommand(remote, {
    name: 'add',
    about: 'Add a place for data.',
    examples: [
      ['reprise remote add --default store s3://bucket/data'],
      ['reprise remote add disk /mnt/data', 'a folder; relative ones count from here'],
      ['reprise remote add lab reprise://ml.lan:5000/team-data', 'on a Reprise server; dvc can use it, too'],
      ['reprise remote add --local mine ssh://me@host/data', 'only in this clone'],
    ],
  })
    .argument('<name>', 'what it is called')
    .argument('<url>', 'a folder, or a URL such as s3://bucket/path')
    .option('-d, --default', 'use it where no other is named')
    .option('-f, --force', 'replace one of that name')
  addLevelOptions(add).action(anywhere(world, 251, async () => (await import('./remote.ts')).addRemote))

  const choose = addProjectCommand(remote, {
    name: 'default',
    about: 'Print or choose the place that is used where no other is named.',
    examples: [['reprise remote default'], ['reprise remote default store']],
  })
    .argument('[name]', 'which to use')
    .option('-u, --unset', 'use none')
  addLevelOptions(choose).action(anywhere(world, 251, async () => (await import('./remote.ts')).chooseDefault))

  const list = addProjectCommand(remote, {
    name: 'list',
    about: 'List the places for data.',
    examples: [['reprise remote list'], ['reprise remote list --json']],
  })
  addLevelOptions(list).action(anywhere(world, 251, async () => (await import('./remote.ts')).listRemotes))

  const modify = addProjectCommand(remote, {
    name: 'modify',
    about: 'Set an option of a place for data.',
    examples: [['reprise remote modify store endpointurl http://minio.lan:9000'], ['reprise remote modify --local store password secret']],
  })
    .argument('<name>', 'of the place')
    .argument('<option>', 'such as url, endpointurl, profile')
    .argument('[value]', 'what it is set to')
    .option('-u, --unset', 'take the option away')
  addLevelOptions(modify).action(anywhere(world, 251, async () => (await import('./remote.ts')).modifyRemote))

  const rename = addProjectCommand(remote, {
    name: 'rename',
    about: 'Give a place for data another name.',
    examples: [['reprise remote rename store archive']],
  })
    .argument('<name>', 'as it is called')
    .argument('<new>', 'as it shall be called')
  addLevelOptions(rename).action(anywhere(world, 251, async () => (await import('./remote.ts')).renameRemote))

  const remove = addProjectCommand(remote, {
    name: 'remove',
    about: 'Forget a place for data; what is there stays there.',
    examples: [['reprise remote remove store']],
  }).argument('<name>', 'of the place')
  addLevelOptions(remove).action(anywhere(world, 251, async () => (await import('./remote.ts')).removeRemote))
}
