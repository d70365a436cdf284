import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { RepriseError } from '@reprise/protocol'
import type { Mapping, Plot, PlotFailure, PlotImage, ReportProject, RevisionPlots, Scalar, Value } from '@reprise/pipelines'
import { ProjectFailure, type Project } from '../../project/index.ts'
import { writeValue } from '../../reporting/index.ts'

export interface PlotOptions {
  readonly template?: string
  readonly x?: string
  readonly y?: string
  readonly header?: boolean
  readonly title?: string
  readonly xLabel?: string
  readonly yLabel?: string
  readonly out?: string
  readonly showVega?: boolean
  readonly split?: boolean
  readonly open?: boolean
  readonly htmlTemplate?: string
}

export interface Drawing {
  readonly targets: readonly string[]
  readonly options: PlotOptions
  readonly choose: (reported: ReportProject) => Promise<readonly string[]>
}

type Failure = Omit<PlotFailure, 'plot'>

/** What `plots show` and `plots diff` have in common: a page, or with --json charts for programs. */
export async function drawPlots(project: Project, { targets, options, choose }: Drawing): Promise<number> {
  assertOptions(project, targets, options)
  const { repository, world } = project
  const { ReportProject, findTemplate, makePlots } = await import('@reprise/pipelines')
  using reported = new ReportProject(repository)
  const failures: Failure[] = []
  const revisions: RevisionPlots[] = []
  for (const name of await choose(reported)) {
    const found = await readRevision(reported, name, { targets, props: propsOf(options) }, (failure) => failures.push(failure))
    if (found !== undefined && found.definitions.size > 0) revisions.push(found)
  }
  const place = { folder: join(repository.layout.dvc, 'plots'), cwd: repository.cwd }
  const plots = makePlots(revisions, (name) => findTemplate(name, place))
  tellFailures(project, plots, failures)
  if (revisions.length === 0 && !project.isJson) world.note('No plots were loaded, visualization file will not be created.')
  const folder = resolve(options.out ?? textSetting(project, 'out_dir') ?? 'dvc_plots')
  if (project.isJson) await writeJson(project, { plots, failures, folder, isSplit: options.split === true })
  else if (options.showVega === true) await writeVega(project, plots)
  else if (plots.length > 0) await writePage(project, { plots, folder, options })
  return 0
}

function assertOptions({ isJson }: Project, targets: readonly string[], { showVega }: PlotOptions): void {
  if (showVega !== true) return
  const problem =
    targets.length === 0
      ? 'please specify a target for `--show-vega`'
      : targets.length > 1
        ? 'you can only specify one target for `--show-vega`'
        : isJson
          ? "'--show-vega' and '--json' are mutually exclusive options."
          : undefined
  if (problem !== undefined) throw new ProjectFailure(problem, { exitCode: 1 })
}

async function readRevision(
  reported: ReportProject,
  name: string,
  { targets, props }: { readonly targets: readonly string[]; readonly props: Mapping },
  onFailure: (failure: Failure) => void,
): Promise<RevisionPlots | undefined> {
  const { readPlots, toFileProblem, WORKSPACE } = await import('@reprise/pipelines')
  if (name !== WORKSPACE) await reported.revisions.resolve(name)
  try {
    const files = await reported.open(name)
    const show = (path: string): string => reported.show(path)
    const locate = (path: string): string => reported.locate(path)
    return files === undefined ? undefined : readPlots(files, name, { targets, props, show, locate })
  } catch (error) {
    if (!(error instanceof RepriseError)) throw error
    onFailure({ revision: name, ...toFileProblem(error, 'dvc.yaml') })
    return undefined
  }
}

/** Only what was given, so that it does not hide what is defined. */
function propsOf({ template, x, y, header, title, xLabel, yLabel }: PlotOptions): Mapping {
  const given: [Scalar, Value | undefined][] = [
    ['template', template],
    ['x', x],
    ['y', y],
    ['header', header === false ? false : undefined],
    ['title', title],
    ['x_label', xLabel],
    ['y_label', yLabel],
  ]
  return new Map(given.filter((pair): pair is [Scalar, Value] => pair[1] !== undefined))
}

function tellFailures({ warn, world }: Project, plots: readonly Plot[], failures: readonly Failure[]): void {
  const all = [...plots.flatMap((plot) => plot.failures), ...failures]
  for (const { revision, source, msg } of all) if (source === undefined) warn(`In '${revision}', ${msg.toLowerCase()}`)
  const failed = [...new Set(all.filter(({ source }) => source !== undefined).map(({ revision }) => revision))]
  if (failed.length > 0) world.note(`reprise failed to load some plots for following revisions: '${failed.join(', ')}'.`)
}

interface JsonWork {
  readonly plots: readonly Plot[]
  readonly failures: readonly Failure[]
  readonly folder: string
  readonly isSplit: boolean
}

async function writeJson(project: Project, { plots, failures, folder, isSplit }: JsonWork): Promise<void> {
  const { imageName, toPlotsValue } = await import('@reprise/pipelines/reports/plots')
  const images = plots.flatMap((plot) => (plot.kind === 'images' ? plot.images : []))
  if (images.length > 0) await mkdir(folder, { recursive: true })
  for (const image of images) await writeFile(join(folder, imageName(image)), image.bytes)
  const placeImage = (image: PlotImage): string => join(folder, imageName(image))
  writeValue(project, toPlotsValue(plots, { isSplit, failures, placeImage }))
}

async function writeVega(project: Project, plots: readonly Plot[]): Promise<void> {
  const { fillChart } = await import('@reprise/pipelines/reports/plots')
  const plot = plots.find(({ kind }) => kind === 'chart')
  if (plot?.kind === 'chart') writeValue(project, fillChart(plot.chart, { isSplit: false }).content)
}

interface PageWork {
  readonly plots: readonly Plot[]
  readonly folder: string
  readonly options: PlotOptions
}

async function writePage(project: Project, { plots, folder, options }: PageWork): Promise<void> {
  const { renderPlots } = await import('@reprise/pipelines/reports/plots')
  const named = textSetting(project, 'html_template')
  const path = options.htmlTemplate ?? (named === undefined ? undefined : resolve(project.repository.layout.dvc, named))
  const page = renderPlots(plots, path === undefined ? undefined : await readFile(path, 'utf8'))
  const file = join(folder, 'index.html')
  await mkdir(folder, { recursive: true })
  await writeFile(file, page)
  const url = pathToFileURL(file).href
  project.print(`${url}\n`)
  if (options.open === true || project.repository.setting('plots', 'auto_open') === true) await openPage(project, url)
}

async function openPage({ warn }: Project, url: string): Promise<void> {
  const { spawn } = await import('node:child_process')
  const program = process.platform === 'darwin' ? 'open' : 'xdg-open'
  const child = spawn(program, [url], { stdio: 'ignore', detached: true })
  await new Promise<void>((settle) => {
    child.once('spawn', settle)
    child.once('error', () => {
      warn(`There is no program '${program}' that could open the page.`)
      settle()
    })
  })
  child.unref()
}

function textSetting({ repository }: Project, option: string): string | undefined {
  const found = repository.setting('plots', option)
  return typeof found === 'string' ? found : undefined
}
