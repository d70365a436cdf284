import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromium } from '../open-interface.ts'
import { describeCharts } from './charts.ts'
import { describeEveryPage } from './everywhere.ts'
import { describeFiles } from './files.ts'
import { openSetting, python, type Setting } from './setting.ts'
import { describeTables } from './tables.ts'

/** What people miss in interfaces of this kind, a test for each; the data are logged by the real Python client and by the SDK. */
describe.skipIf(chromium.missing || python.missing)(`must-haves${chromium.note}${python.note}`, () => {
  let setting: Setting
  beforeAll(async () => void (setting = await openSetting()))
  afterAll(() => setting.close())

  describe('of tables', () => {
    describeTables(() => setting)
  })
  describe('of charts', () => {
    describeCharts(() => setting)
  })
  describe('of files and code', () => {
    describeFiles(() => setting)
  })
  describe('of every page', () => {
    describeEveryPage(() => setting)
  })

  it('no page has reported an error in the console but what was not there, and the script that may not run', () => {
    const problems = setting.browser.problems.filter((problem) => !/status of 404|Blocked script execution/.test(problem))
    expect(problems).toEqual([])
  })
})
