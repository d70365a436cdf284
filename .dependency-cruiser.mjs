// The boundary table as rules of dependency-cruiser; `npm test -- --only boundaries` runs them.
import { interfaceRooms, loader, pages } from './tools/check/boundaries/interface.ts'
import { rooms, variantFolders } from './tools/check/boundaries/table.ts'

const anyRoom = '^(?:packages|apps|examples|integrations)/[^/]+/|^(?:tests|benchmarks)/'
/** A test, or what only tests use: a folder named `testing`. */
const testFile = '(?:\\.test\\.tsx?$|/src/.*\\btesting/)'
const variants = `(?:${variantFolders.join('|')})`

export default {
  forbidden: [
    ...rooms.flatMap(rulesOfRoom),
    ...interfaceRooms.map(ruleOfInterface),
    ruleOfLoader(),
    {
      name: 'rooms-are-entered-by-name',
      comment: 'a package is entered by its name: what it does not export is its own business',
      severity: 'error',
      from: { path: '^((?:packages|apps|examples|integrations)/[^/]+|tests|benchmarks)/' },
      to: { path: anyRoom, pathNot: '^$1/', dependencyTypes: ['local'] },
    },
    {
      name: 'variants-do-not-know-each-other',
      comment: 'a variant can be read, changed and removed without the others',
      severity: 'error',
      from: { path: `^(.+/${variants})/([^/.]+)[/.]`, pathNot: [`/${variants}/index\\.ts$`, testFile] },
      to: { path: '^$1/', pathNot: '^$1/$2[/.]' },
    },
    {
      name: 'the-protocol-runs-anywhere',
      comment: 'the protocol and the client also run in browsers, where there is no node:*',
      severity: 'error',
      from: { path: '^packages/(?:protocol|client)/src/', pathNot: testFile },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'tests-are-not-imported',
      comment: 'what only tests use is not part of the product; what two tests share stands in a folder named testing',
      severity: 'error',
      from: { pathNot: [testFile, '^(?:tests|benchmarks)/'] },
      to: { path: testFile },
    },
    {
      name: 'every-import-resolves',
      comment: 'an import that leads nowhere fails only when it runs',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(?:^|/)dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@reprise/source', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.d.ts'],
    },
  },
}

function rulesOfRoom(room) {
  if (room.imports === 'any') return []
  const own = `${room.folder}/`
  const source = [own, ...room.imports.map((folder) => `${folder}/`)]
  const tests = [...source, ...(room.testsImport ?? []).map((folder) => `${folder}/`)]
  return [
    roomRule(`${room.folder} imports only ${list(room.imports)}`, room.why, {
      from: { path: `^${own}`, pathNot: testFile },
      to: { path: anyRoom, pathNot: `^(?:${source.join('|')})` },
    }),
    roomRule(`tests of ${room.folder} import only ${list([...room.imports, ...(room.testsImport ?? [])])}`, room.why, {
      from: { path: `^${own}.*${testFile}` },
      to: { path: anyRoom, pathNot: `^(?:${tests.join('|')})` },
    }),
  ]
}

/** A room of the interface imports those that are named after it; a page imports no other page, and knows only what its address says. */
function ruleOfInterface(room, at) {
  const below = interfaceRooms.slice(at + 1).filter((other) => !(pages.includes(room) && pages.includes(other)))
  return roomRule(
    `${room} imports only rooms below it`,
    'rooms of the interface import one way, so that each is understood with what is below it; pages know of each other by view.ts alone',
    {
      from: { path: inInterface([room]), pathNot: [testFile, `/${loader}$`] },
      to: { path: '^apps/web/src/', pathNot: [inInterface([room, ...below]), `${inInterface(pages)}view\\.ts$`] },
    },
  )
}

function ruleOfLoader() {
  const below = interfaceRooms.slice(interfaceRooms.indexOf(loader.split('/')[0]))
  return roomRule(`${loader} loads what is above it when it is asked for`, 'whoever asks for one task would wait for the code of all', {
    from: { path: `^apps/web/src/${loader}$` },
    to: { path: '^apps/web/src/', pathNot: inInterface(below), dependencyTypesNot: ['dynamic-import', 'type-only'] },
  })
}

function inInterface(folders) {
  return `^apps/web/src/(?:${folders.join('|')})/`
}

function roomRule(name, comment, rule) {
  return { name, comment, severity: 'error', ...rule }
}

function list(folders) {
  return folders.length === 0 ? 'nothing' : folders.join(', ')
}
