import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { logRun } from './log-runs.ts'
import { chromium, openInterface, type OpenInterface } from './open-interface.ts'

describe.skipIf(chromium.missing)(`editing in a browser${chromium.note}`, () => {
  let open: OpenInterface
  let experiment: string
  let ids: string[]
  beforeAll(async () => {
    open = await openInterface()
    experiment = (await open.client.createExperiment({ name: 'spirals' })).experiment_id
    ids = []
    for (const name of ['one', 'two', 'three']) ids.push(await logRun(open.client, experiment, { name, tags: { stage: 'tune' } }))
  })
  afterAll(() => open.close())

  const openPage = async (path: string) => {
    const page = await open.browser.newPage()
    await page.goto(open.url + path)
    await page.getByRole('heading', { level: 1 }).waitFor()
    return page
  }
  const tagsOf = async (run_id: string | undefined) => {
    const { run } = await open.client.getRun({ run_id: run_id ?? '' })
    return Object.fromEntries(run.data?.tags.map(({ key, value }) => [key, value]) ?? [])
  }

  it('adds, changes and removes tags of a run, and takes the removal back', async () => {
    const page = await openPage(`/r/${ids[0]}/overview`)
    const tags = page.getByRole('region', { name: 'Tags' })
    await tags.getByRole('button', { name: 'Add a tag' }).click()
    await tags.getByRole('textbox', { name: 'Name of the tag' }).fill('team')
    await tags.getByRole('textbox', { name: 'Value of the tag' }).fill('vision')
    await page.keyboard.press('Enter')
    await expect.poll(() => tagsOf(ids[0])).toMatchObject({ team: 'vision', stage: 'tune' })
    await tags.getByRole('button', { name: 'Edit team' }).click()
    await tags.getByRole('textbox', { name: 'Value of team' }).fill('speech')
    await page.keyboard.press('Enter')
    await expect.poll(() => tagsOf(ids[0])).toMatchObject({ team: 'speech' })
    await tags.getByRole('button', { name: 'Remove team' }).click()
    await expect.poll(() => tagsOf(ids[0])).not.toHaveProperty('team')
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => tagsOf(ids[0])).toMatchObject({ team: 'speech' })
  })

  it('shows a new name at once, and the old one again with the reason where the server refuses it', async () => {
    const page = await openPage(`/r/${ids[1]}/overview`)
    await page.route('**/runs/update', (route) => route.abort())
    await page.getByRole('button', { name: 'two' }).click()
    await page.getByRole('textbox', { name: 'Name of the run' }).fill('renamed')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').filter({ hasText: 'The run could not be renamed.' }).waitFor()
    await page.getByRole('heading', { name: 'two' }).waitFor()
    await page.unroute('**/runs/update')
    await page.getByRole('button', { name: 'two' }).click()
    await page.getByRole('textbox', { name: 'Name of the run' }).fill('renamed')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'renamed' }).waitFor()
    await expect.poll(() => tagsOf(ids[1])).toMatchObject({ 'mlflow.runName': 'renamed' })
  })

  it('keeps what was written in notes while the server is away and the page is loaded again', async () => {
    const page = await openPage(`/r/${ids[2]}/notes`)
    await page.getByRole('button', { name: 'Write notes' }).click()
    const text = page.getByRole('textbox', { name: 'Notes in Markdown' })
    await text.fill('It **diverged** at step 40.')
    await expect.poll(() => page.getByRole('region', { name: 'Preview' }).locator('b').innerText()).toBe('diverged')
    await page.route('**/runs/set-tag', (route) => route.abort())
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('alert').filter({ hasText: 'kept in this browser' }).waitFor()
    await page.unroute('**/runs/set-tag')
    await page.reload()
    await expect.poll(() => text.inputValue()).toBe('It **diverged** at step 40.')
    await text.press('Control+Enter')
    await page.getByRole('button', { name: 'Edit' }).waitFor()
    await expect.poll(() => tagsOf(ids[2])).toMatchObject({ 'mlflow.note.content': 'It **diverged** at step 40.' })
  })

  it('says when somebody has changed the notes meanwhile, and loses neither', async () => {
    const page = await openPage(`/r/${ids[2]}/notes`)
    await page.getByRole('button', { name: 'Edit' }).click()
    await page.getByRole('textbox', { name: 'Notes in Markdown' }).fill('Mine.')
    await open.client.setTag({ run_id: ids[2] ?? '', key: 'mlflow.note.content', value: 'Theirs.' })
    await page.getByRole('button', { name: 'put theirs below mine' }).click({ timeout: 20_000 })
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('button', { name: 'Edit' }).waitFor()
    await expect.poll(() => tagsOf(ids[2])).toMatchObject({ 'mlflow.note.content': 'Mine.\n\nTheirs.' })
  })

  it('deletes many runs and takes it back, and tags many', async () => {
    const page = await openPage(`/e/${experiment}`)
    for (const name of ['one', 'renamed']) await page.getByRole('checkbox', { name: `Select ${name}` }).check()
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await page.getByText('2 runs deleted.').waitFor()
    await expect.poll(() => page.getByLabel('Runs', { exact: true }).getByRole('rowheader').count()).toBe(1)
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => page.getByLabel('Runs', { exact: true }).getByRole('rowheader').count()).toBe(3)
    for (const name of ['one', 'three']) await page.getByRole('checkbox', { name: `Select ${name}` }).check()
    await page.getByRole('button', { name: 'More', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Add a tag…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Tag 2 runs' })
    await dialog.getByRole('textbox', { name: 'Name of the tag' }).fill('kept')
    await dialog.getByRole('textbox', { name: 'Value of the tag' }).fill('yes')
    await dialog.getByRole('button', { name: 'Keep' }).click()
    await expect.poll(async () => (await Promise.all(ids.map(tagsOf))).map(({ kept }) => kept)).toEqual(['yes', undefined, 'yes'])
  })

  it('makes, renames, describes, deletes and restores an experiment', async () => {
    const page = await openPage('/experiments')
    await page.getByRole('button', { name: 'New experiment' }).click()
    const name = page.getByRole('textbox', { name: 'Name of the experiment' })
    await name.fill('spirals')
    await page.getByRole('button', { name: 'Create', exact: true }).click()
    await page.getByRole('alert').filter({ hasText: 'spirals' }).waitFor()
    await name.fill('digits')
    await page.getByRole('button', { name: 'Create', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'digits' }).waitFor()
    await page.getByRole('button', { name: 'digits' }).click()
    await name.fill('numbers')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'numbers' }).waitFor()
    await page.getByRole('button', { name: 'More', exact: true }).click()
    await page.getByRole('menuitem', { name: /About this experiment/ }).click()
    const about = page.getByRole('dialog', { name: 'About numbers' })
    await about.getByRole('button', { name: 'Write notes' }).click()
    await about.getByRole('textbox', { name: 'Notes in Markdown' }).fill('# What is asked')
    await about.getByRole('button', { name: 'Save' }).click()
    await about.getByRole('heading', { name: 'What is asked' }).waitFor()
    // The page shows it before the server has it.
    const kept = async () => (await open.client.getExperimentByName({ experiment_name: 'numbers' })).experiment
    await expect.poll(async () => (await kept()).tags).toContainEqual({ key: 'mlflow.note.content', value: '# What is asked' })
    await page.keyboard.press('Escape')
    await page.goto(`${open.url}/experiments`)
    await page.getByRole('button', { name: 'What can be done with numbers' }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await expect.poll(() => page.getByRole('link', { name: 'numbers' }).count()).toBe(0)
    await page.getByRole('checkbox', { name: 'Deleted' }).check()
    await page.getByRole('button', { name: 'What can be done with numbers' }).click()
    await page.getByRole('menuitem', { name: 'Restore' }).click()
    await page.getByRole('checkbox', { name: 'Deleted' }).uncheck()
    await page.getByRole('link', { name: 'numbers' }).waitFor()
    const found = await kept()
    await open.client.deleteExperiment({ experiment_id: found.experiment_id })
    await page.goto(`${open.url}/e/${found.experiment_id}`)
    const banner = page.getByText('This experiment is deleted, with its runs')
    await banner.waitFor()
    await page.getByRole('button', { name: 'Restore' }).click()
    await banner.waitFor({ state: 'detached' })
  })

  it('orders experiments by a click on a head', async () => {
    for (const name of ['order 10', 'Order 2']) await open.client.createExperiment({ name })
    const page = await openPage('/experiments?q=order')
    const table = page.getByRole('table', { name: 'Experiments' })
    const names = () => table.getByRole('rowheader').allInnerTexts()
    await table.getByRole('button', { name: 'Name' }).click()
    await expect.poll(names).toEqual(['Order 2', 'order 10'])
    await table.getByRole('button', { name: 'Name' }).click()
    await expect.poll(names).toEqual(['order 10', 'Order 2'])
    expect(await table.getByRole('columnheader', { name: 'Name' }).getAttribute('aria-sort')).toBe('descending')
    await page.reload()
    await expect.poll(names).toEqual(['order 10', 'Order 2'])
  })

  it('has reported no error in the console but those that were provoked', () => {
    expect(open.browser.problems.filter((problem) => !/ERR_FAILED|status of 400/.test(problem))).toEqual([])
  })
})
