import { expect, test } from 'vitest'
import { readNotebook } from './read-notebook.ts'

const code = (outputs: unknown[]) => JSON.stringify({ cells: [{ cell_type: 'code', source: ['a\n', 'b'], execution_count: 3, outputs }] })
const outputsOf = (outputs: unknown[]) => readNotebook(code(outputs)).cells[0]?.outputs

test('cells have their text, their count and the richest output that is safe', () => {
  expect(readNotebook(code([])).cells[0]).toEqual({ kind: 'code', text: 'a\nb', count: '3', outputs: [] })
  expect(outputsOf([{ output_type: 'stream', text: ['x', 'y'] }])).toEqual([{ kind: 'text', text: 'xy' }])
  expect(outputsOf([{ output_type: 'display_data', data: { 'image/png': 'aGk=\n', 'text/plain': 'fig' } }])).toEqual([
    { kind: 'image', address: 'data:image/png;base64,aGk=' },
  ])
  expect(outputsOf([{ output_type: 'execute_result', data: { 'text/html': '<b>x</b>', 'text/plain': 'x' } }])).toEqual([
    { kind: 'html', text: '<b>x</b>' },
  ])
})

test('an output that needs scripts is its text, and an address that is none is no picture', () => {
  expect(outputsOf([{ output_type: 'execute_result', data: { 'text/html': '<script>1</script>', 'text/plain': 'x' } }])).toEqual([
    { kind: 'text', text: 'x' },
  ])
  expect(outputsOf([{ output_type: 'display_data', data: { 'image/png': '"><script>', 'text/plain': 'x' } }])).toEqual([
    { kind: 'text', text: 'x' },
  ])
})

test('what is no notebook is said', () => {
  expect(() => readNotebook('{"a": 1}')).toThrow('no cells')
  expect(() => readNotebook('no')).toThrow()
})
