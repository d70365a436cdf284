import { type Drawing, reverse, splitDrawing } from './pipeline-drawing.ts'

/** Columns between boxes of one row, and rows between boxes. */
const GAP = 4
const RISE = 3

/** Boxes and lines for a terminal: what is needed stands above what needs it. */
export function printBoxes(drawing: Drawing): string {
  return splitDrawing(drawing).map(printPart).join('\n')
}

interface Box {
  readonly name: string
  readonly row: number
  left: number
  readonly width: number
}

function printPart(part: Drawing): string {
  const boxes = placeBoxes(part)
  const height = Math.max(...[...boxes.values()].map(({ row }) => row)) * (3 + RISE) + 3
  const width = Math.max(...[...boxes.values()].map(({ left, width: own }) => left + own))
  const canvas = Array.from({ length: height }, () => Array<string>(width).fill(' '))
  for (const [from, targets] of part.arrows) {
    for (const to of targets) {
      const [upper, lower] = [boxes.get(from), boxes.get(to)]
      if (upper !== undefined && lower !== undefined) drawLine(canvas, upper, lower)
    }
  }
  for (const box of boxes.values()) drawBox(canvas, box)
  return `${canvas.map((line) => line.join('').trimEnd()).join('\n')}\n`
}

function placeBoxes(part: Drawing): Map<string, Box> {
  const rows = rowsOf(part)
  const boxes = new Map<string, Box>()
  for (const [row, names] of rows.entries()) {
    let left = 0
    for (const name of names) {
      boxes.set(name, { name, row, left, width: name.length + 4 })
      left += name.length + 4 + GAP
    }
  }
  const widths = rows.map((names) => names.reduce((sum, name) => sum + name.length + 4 + GAP, -GAP))
  const widest = Math.max(...widths)
  for (const box of boxes.values()) box.left += Math.floor((widest - (widths[box.row] ?? 0)) / 2)
  return boxes
}

/** Each node stands in the row below the lowest that it needs. */
function rowsOf(part: Drawing): string[][] {
  const back = reverse(part)
  const rows = new Map<string, number>()
  const waiting = new Map([...back].map(([node, needed]) => [node, needed.length]))
  const ready = part.nodes.filter((node) => waiting.get(node) === 0)
  for (let node = ready.shift(); node !== undefined; node = ready.shift()) {
    rows.set(node, Math.max(-1, ...(back.get(node) ?? []).map((needed) => rows.get(needed) ?? 0)) + 1)
    for (const next of part.arrows.get(node) ?? []) {
      const left = (waiting.get(next) ?? 1) - 1
      waiting.set(next, left)
      if (left === 0) ready.push(next)
    }
  }
  const result: string[][] = []
  for (const [node, row] of rows) (result[row] ??= []).push(node)
  return result
}

function drawBox(canvas: string[][], { name, row, left, width }: Box): void {
  const top = row * (3 + RISE)
  const border = `+${'-'.repeat(width - 2)}+`
  for (const [index, text] of [border, `| ${name} |`, border].entries()) {
    for (const [column, letter] of [...text].entries()) {
      const line = canvas[top + index]
      if (line !== undefined) line[left + column] = letter
    }
  }
}

function drawLine(canvas: string[][], upper: Box, lower: Box): void {
  const [fromRow, toRow] = [upper.row * (3 + RISE) + 3, lower.row * (3 + RISE) - 1]
  const [from, to] = [upper.left + Math.floor(upper.width / 2), lower.left + Math.floor(lower.width / 2)]
  for (let row = fromRow; row <= toRow; row++) {
    const share = toRow === fromRow ? 0 : (row - fromRow) / (toRow - fromRow)
    const line = canvas[row]
    if (line !== undefined) line[Math.round(from + (to - from) * share)] = '*'
  }
}
