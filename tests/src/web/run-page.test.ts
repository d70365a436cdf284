import { execFileSync } from 'node:child_process'
import { ensurePython, pythonSets, requirePart } from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { logRun } from './log-runs.ts'
import { chromium, newExperiment, openInterface, type OpenInterface } from './open-interface.ts'

const mlflow = await ensurePython(pythonSets['mlflow-3-skinny'])
const python = requirePart('mlflow-3-skinny', mlflow)

const program = `
import sys, mlflow
mlflow.set_tracking_uri(sys.argv[1])
mlflow.set_experiment("from python")
with mlflow.start_run(run_name="python run", description="Seen **by hand**.") as run:
    mlflow.log_params({"lr": 0.1, "layers": 3})
    for step in range(20):
        mlflow.log_metric("loss", 1 / (step + 1), step=step)
    mlflow.log_dict({"a": [1, 2]}, "config.json")
    mlflow.log_text("x,y\\n1,2\\n", "data/table.csv")
    mlflow.log_text("<script>document.title = 'taken over'</script><h1>Report</h1>", "report.html")
print(run.info.run_id)
`

describe.skipIf(chromium.missing || python.missing)(`the page of a run${chromium.note}${python.note}`, () => {
  let open: OpenInterface
  let run: string
  beforeAll(async () => {
    open = await openInterface()
    if (mlflow.reason !== undefined) throw new Error(mlflow.reason)
    run = execFileSync(mlflow.python, ['-c', program, open.url], { encoding: 'utf8' }).trim().split('\n').at(-1) ?? ''
  })
  afterAll(() => open.close())

  const openTab = async (tab: string) => {
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/r/${run}/${tab}`)
    await page.getByRole('heading', { name: 'python run' }).waitFor()
    return page
  }

  it('shows what a Python program has logged', async () => {
    const page = await openTab('overview')
    const params = page.getByRole('region', { name: 'Params' })
    await expect.poll(() => params.innerText()).toMatch(/lr\s+0\.1\s+layers\s+3/)
    await expect.poll(() => page.getByRole('region', { name: 'Metrics' }).innerText()).toContain('0.05')
  })

  it('draws its metrics', async () => {
    const page = await openTab('metrics')
    await page.getByRole('img', { name: 'loss: 1 curve' }).waitFor()
  })

  it('looks into files: JSON, tables, and documents without their scripts', async () => {
    const page = await openTab('files')
    await page.getByRole('link', { name: 'config.json' }).click()
    await expect.poll(() => page.getByRole('region', { name: 'config.json' }).first().innerText()).toContain('1: 2')
    await page.getByRole('link', { name: 'report.html' }).click()
    const frame = page.frameLocator('iframe')
    await frame.getByRole('heading', { name: 'Report' }).waitFor()
    await expect.poll(() => page.title()).toBe('python run · Reprise')
    await page.getByRole('button', { name: 'data/' }).click()
    await page.getByRole('link', { name: 'table.csv' }).click()
    await page.getByRole('columnheader', { name: 'x' }).waitFor()
  })

  it('keeps a folder open when one of its files is picked', async () => {
    const page = await openTab('files')
    const folder = page.getByRole('button', { name: 'data/' })
    await folder.click()
    await page.getByRole('link', { name: 'table.csv' }).click()
    await page.getByRole('heading', { name: 'table.csv' }).waitFor()
    await expect.poll(() => folder.getAttribute('aria-expanded')).toBe('true')
    await folder.click()
    await expect.poll(() => page.getByRole('link', { name: 'table.csv' }).count()).toBe(0)
  })

  it('looks into the files of the models that the run has logged', async () => {
    const { run: made } = await open.client.getRun({ run_id: run })
    const { model } = await open.client.createLoggedModel({
      experiment_id: made.info.experiment_id,
      name: 'forest',
      source_run_id: run,
    })
    const model_id = model.info.model_id
    await open.client.logOutputs({ run_id: run, models: [{ model_id, step: 0 }] })
    await open.client.uploadArtifact(model.info.artifact_uri ?? '', 'data/trees.txt', new TextEncoder().encode('a hundred trees'))
    const page = await openTab('overview')
    await page.getByRole('region', { name: 'Models made' }).getByRole('link', { name: 'Files of the model' }).last().click()
    await page.getByRole('button', { name: 'data/' }).click()
    await page.getByRole('link', { name: 'trees.txt' }).click()
    await page.getByText('a hundred trees').waitFor()
    await page.reload()
    await page.getByText('a hundred trees').waitFor()
    const downloading = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Download', exact: true }).click()
    expect((await downloading).suggestedFilename()).toBe('trees.txt')
    await page.getByRole('combobox', { name: 'Whose files' }).selectOption('Files of the run')
    await page.getByRole('link', { name: 'config.json' }).waitFor()
  })

  it('gives a file away whole', async () => {
    const page = await openTab('files?path=config.json')
    const downloading = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Download', exact: true }).click()
    expect((await downloading).suggestedFilename()).toBe('config.json')
  })

  it('says what data were read for, which models were made, and what came of running it again', async () => {
    const own = await newExperiment(open.client, 'made')
    const id = await logRun(open.client, own, {
      name: 'made',
      params: { Rate: '0.1', depth: '2' },
      tags: { 'reprise.verdict': 'DIVERGED' },
    })
    const dataset = { name: 'toy', digest: '2261a254', source_type: 'http', source: '{}' }
    await open.client.logInputs({ run_id: id, datasets: [{ dataset, tags: [{ key: 'mlflow.data.context', value: 'validation' }] }] })
    const { model } = await open.client.createLoggedModel({ experiment_id: own, name: 'linear', source_run_id: id })
    await open.client.logOutputs({ run_id: id, models: [{ model_id: model.info.model_id, step: 0 }] })
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/r/${id}/overview`)
    await page
      .getByRole('region', { name: 'Data read' })
      .getByRole('row', { name: /toy validation 2261a254/ })
      .waitFor()
    await page.getByRole('region', { name: 'Models made' }).getByRole('rowheader', { name: 'linear' }).waitFor()
    await page.getByRole('link', { name: 'Diverged' }).click()
    await page.getByRole('heading', { name: 'Verdict' }).waitFor()
    await page.goto(`${open.url}/models`)
    await page
      .getByRole('row', { name: /linear/ })
      .getByRole('link', { name: 'made', exact: true })
      .first()
      .click()
    await page.getByRole('heading', { name: 'made', level: 1 }).waitFor()
  })

  it('renames the run, also for Python', async () => {
    const page = await openTab('overview')
    await page.getByRole('button', { name: 'python run' }).click()
    await page.getByRole('textbox', { name: 'Name of the run' }).fill('renamed')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'renamed' }).waitFor()
    await expect.poll(async () => (await open.client.getRun({ run_id: run })).run.info.run_name).toBe('renamed')
    await open.client.updateRun({ run_id: run, run_name: 'python run' })
  })

  it('keeps notes in Markdown, where MLflow has them', async () => {
    const page = await openTab('notes')
    await expect.poll(() => page.getByRole('region', { name: 'Notes' }).locator('b').innerText()).toBe('by hand')
    await page.getByRole('button', { name: 'Edit' }).click()
    await page.getByRole('textbox', { name: 'Notes in Markdown' }).fill('# Better\n\n<img src=x onerror="document.title = 1">')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('heading', { name: 'Better' }).waitFor()
    await expect.poll(() => page.title()).toBe('python run · Reprise')
    const kept = async () => (await open.client.getRun({ run_id: run })).run.data?.tags.find(({ key }) => key === 'mlflow.note.content')
    await expect.poll(async () => (await kept())?.value).toContain('# Better')
  })

  it('says what was not captured, and how it would be', async () => {
    const page = await openTab('repro')
    await page.getByText('reprise run -- COMMAND').first().waitFor()
    await page.goto(`${open.url}/r/${run}/logs`)
    await page.getByText('Nothing was kept.').waitFor()
  })

  it('follows a run that goes on', async () => {
    const experiment = await newExperiment(open.client, 'live')
    const live = await logRun(open.client, experiment, { name: 'live', metrics: { loss: [1] }, status: 'RUNNING' })
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/r/${live}/overview`)
    await page.getByText('Running').first().waitFor()
    await open.client.logMetric({ run_id: live, key: 'loss', value: 0.125, step: 1, timestamp: Date.now() })
    await expect.poll(() => page.getByRole('region', { name: 'Metrics' }).innerText(), { timeout: 20_000 }).toContain('0.125')
    await page.goto(`${open.url}/r/${live}/files`)
    await page.getByText('No files').waitFor()
    const { run: going } = await open.client.getRun({ run_id: live })
    await open.client.uploadArtifact(going.info.artifact_uri ?? '', 'weights-1.txt', new TextEncoder().encode('1'))
    await page.getByRole('link', { name: 'weights-1.txt' }).waitFor()
    await open.client.updateRun({ run_id: live, status: 'FAILED', end_time: Date.now() })
    await page.getByText('Failed').first().waitFor()
  })

  it('says of a run that there is none', async () => {
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/r/${'0'.repeat(32)}/overview`)
    await page.getByRole('heading', { name: 'This run could not be read' }).waitFor()
    await page.getByRole('link', { name: 'To what is running and what is new' }).click()
    await expect.poll(() => page.url()).toBe(`${open.url}/`)
  })

  it('shows Markdown of notes as tables, lists of what is to do and quotes, and nothing that runs', async () => {
    const noted = await logRun(open.client, '0', { name: 'noted' })
    const value =
      '| a | b |\n|---|---|\n| 1 | **2** |\n\n- [x] done it\n- [ ] not yet\n\n> said\n\n[x](javascript:alert(1)) <img src=x onerror="alert(1)">'
    await open.client.setTag({ run_id: noted, key: 'mlflow.note.content', value })
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/r/${noted}/notes`)
    await page.getByRole('cell', { name: '2', exact: true }).waitFor()
    await page.getByRole('img', { name: 'to do' }).waitFor()
    await page.getByRole('blockquote').waitFor()
    expect(await page.locator('main a[href^="javascript"], main img').count()).toBe(0)
  })

  it('stays in its frame while the server is away, and goes on when it is back', async () => {
    const page = await openTab('overview')
    await page.route('**/*', (route) => route.abort())
    await page.getByRole('link', { name: 'Files', exact: true }).click()
    await page.getByRole('heading', { name: 'The server did not answer' }).waitFor()
    await page.getByRole('link', { name: 'Experiments' }).first().waitFor()
    await page.getByRole('button', { name: 'Load again' }).click()
    await page.getByText('It does not answer yet.').waitFor({ timeout: 30_000 })
    await page.unroute('**/*')
    await page.getByRole('button', { name: 'Load again' }).click()
    await page.getByRole('link', { name: 'config.json' }).waitFor()
  })

  it('is compared at the address of its experiment, too', async () => {
    const page = await open.browser.newPage()
    await page.goto(`${open.url}/e/1/compare?runs=${run}`)
    await expect.poll(() => page.url()).toBe(`${open.url}/compare?runs=${run}`)
  })

  it('has reported no error in the console but what is not there', () => {
    expect(
      open.browser.problems.filter(
        (problem) => !/status of 404|ERR_FAILED|preload CSS/.test(problem) && !problem.includes('Blocked script execution'),
      ),
    ).toEqual([])
  })
})
