import { describe, expect, it } from 'vitest'
import { type Mapping, isMapping, jsonDumps, jsonLoads } from '../../python/index.ts'
import { toDataPoints } from './data-points.ts'
import { fillChart } from './fill-chart.ts'
import { renderPlots } from './html/render-html.ts'
import { parseTable } from './parse-csv.ts'
import { toValue } from './template.ts'
import { templates } from './templates/index.ts'

function template(name: string): Mapping {
  const value = toValue(templates.get(name))
  return isMapping(value) ? value : new Map()
}

function chart(name: string, text = 'epoch,loss\n1,0.5\n2,0.25\n') {
  const data = new Map([['p.csv', parseTable(text, { delimiter: ',', hasHeader: true })]])
  const props = new Map([
    ['x', 'epoch'],
    ['template', name],
  ])
  const made = toDataPoints({ id: 'p.csv', props, data, revision: 'workspace' })
  return { ...made, revisions: ['workspace'], template: template(name) }
}

describe('tables', () => {
  it.each([
    ['a,b\r\n1,"x, ""y"""\n', '[{"a": "1", "b": "x, \\"y\\""}]'],
    ['a,b\n1\n\n2,3,4\n', '[{"a": "1", "b": null}, {"a": "2", "b": "3", "null": ["4"]}]'],
    ['a,b\n"line\nbreak",\n', '[{"a": "line\\nbreak", "b": ""}]'],
    ['a,b\n1,', '[{"a": "1", "b": ""}]'],
  ])('are read as by csv.DictReader: %j', (text, expected) => {
    expect(jsonDumps(parseTable(text, { delimiter: ',', hasHeader: true }))).toBe(expected)
  })
})

describe('charts', () => {
  it.each([...templates.keys()])('of the template %s have no anchor left', (name) => {
    const content = jsonDumps(fillChart(chart(name), { isSplit: false }).content)
    expect(content).not.toContain('<DVC_METRIC')
    expect(content).toContain('"epoch": "1", "loss": "0.5"')
  })

  it('name the field that is not there', () => {
    const props = new Map([['x', 'nope']])
    const data = new Map([['j.json', jsonLoads('[{"a": 1, "b": 2}]', 'j.json')]])
    expect(() => toDataPoints({ id: 'j.json', props, data, revision: 'HEAD' })).toThrow(
      "Could not find provided field ('nope') in data fields ('a, b').",
    )
  })

  it('are drawn into a page that loads nothing and runs nothing, whatever the data say', () => {
    const drawn = [...templates.keys()].map((name) => ({
      name: `<script>${name}`,
      kind: 'chart' as const,
      failures: [],
      chart: chart(name, 'epoch,loss\n<img src=x>,1\n2,</svg><script>\n3,4\n5,6\n'),
    }))
    const page = renderPlots(drawn)
    expect(page.match(/<svg /g)).toHaveLength(templates.size)
    expect(page).not.toMatch(/<script|<img|https?:/)
  })
})
