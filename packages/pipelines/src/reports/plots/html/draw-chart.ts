import { str, type Value } from '../../../python/index.ts'
import { type Chart, colors } from '../fill-chart.ts'
import { type Series, toNumber, toSeries } from './chart-series.ts'
import { escapeHtml } from './escape.ts'
import { nameScale, numberScale, type Scale } from './scale.ts'

const width = 520
const height = 340
const area = { left: 76, right: 500, top: 16, bottom: 290 }
const dashes = ['', '6 4', '2 3', '8 3 2 3']

/** A chart as SVG: lines, points, bars or a matrix, as its template has it; what no number is, is left out of lines and points. */
export function drawChart(chart: Chart): string {
  const template = str(chart.props.get('template') ?? 'linear')
  const series = toSeries(chart)
  const marks = template.startsWith('confusion')
    ? drawMatrix(series, template === 'confusion_normalized')
    : template.startsWith('bar_horizontal')
      ? drawBars(series, template === 'bar_horizontal_sorted')
      : drawPoints(series, template.startsWith('scatter'))
  const [x, y] = ['x', 'y'].map((axis) => escapeHtml(str(chart.props.get(`${axis}_label`) ?? chart.props.get(axis) ?? '')))
  const labels = `<text x="${(area.left + area.right) / 2}" y="${height - 8}" class="label">${x}</text><text transform="translate(14 ${(area.top + area.bottom) / 2}) rotate(-90)" class="label">${y}</text>`
  return `<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">${marks}${labels}</svg>${drawLegend(series)}`
}

function drawPoints(series: readonly Series[], isScattered: boolean): string {
  const lines = series.map((one) => ({
    ...one,
    points: one.points.flatMap(({ x, y }) => {
      const [a, b] = [toNumber(x), toNumber(y)]
      return a === undefined || b === undefined ? [] : [{ x: a, y: b }]
    }),
  }))
  const all = lines.flatMap(({ points }) => points)
  const x = numberScale(
    all.map((point) => point.x),
    [area.left, area.right],
  )
  const y = numberScale(
    all.map((point) => point.y),
    [area.bottom, area.top],
  )
  const drawn = lines.map(({ name, revision, points }, index) => {
    const color = colorOf(revision)
    const dots = points.map((point) => {
      const title = escapeHtml(`${name}: ${point.x}, ${point.y}`)
      return `<circle cx="${round(x.at(point.x))}" cy="${round(y.at(point.y))}" r="${isScattered ? 4 : 2.5}" fill="${color}"><title>${title}</title></circle>`
    })
    const path = points.toSorted((a, b) => a.x - b.x).map((point) => `${round(x.at(point.x))},${round(y.at(point.y))}`)
    const dash = dashes[series.filter((other, at) => at < index && other.revision === revision).length % dashes.length]
    const line = `<polyline points="${path.join(' ')}" fill="none" stroke="${color}" stroke-width="2" stroke-dasharray="${dash}"/>`
    return (isScattered ? '' : line) + dots.join('')
  })
  return drawAxes(x, y) + drawn.join('')
}

function drawBars(series: readonly Series[], isSorted: boolean): string {
  const all = series.flatMap(({ points, revision }) => points.map((point) => ({ ...point, revision, value: toNumber(point.x) ?? 0 })))
  const ordered = isSorted ? all.toSorted((a, b) => b.value - a.value) : all
  const names = [...new Set(ordered.map(({ y }) => str(y)))]
  const revisions = [...new Set(all.map(({ revision }) => revision))]
  const x = numberScale([0, ...all.map(({ value }) => value)], [area.left, area.right])
  const y = nameScale(names, [area.top, area.bottom])
  const thick = (area.bottom - area.top) / Math.max(1, names.length * revisions.length) / 1.3
  const bars = all.map(({ y: name, value, revision }) => {
    const at = y.at(names.indexOf(str(name))) + (revisions.indexOf(revision) - revisions.length / 2) * thick
    const [from, to] = [x.at(Math.min(0, value)), x.at(Math.max(0, value))]
    const title = escapeHtml(`${str(name)}: ${value}`)
    return `<rect x="${round(from)}" y="${round(at)}" width="${round(to - from)}" height="${round(thick)}" fill="${colorOf(revision)}"><title>${title}</title></rect>`
  })
  return drawAxes(x, y) + bars.join('')
}

/** How often each pair occurs, for each revision beside each other; normalised by rows. */
function drawMatrix(series: readonly Series[], isNormalized: boolean): string {
  const names = (values: readonly Value[]): string[] => [...new Set(values.map(str))].toSorted()
  const columns = names(series.flatMap(({ points }) => points.map(({ x }) => x)))
  const rows = names(series.flatMap(({ points }) => points.map(({ y }) => y)))
  const shown = series.flatMap(({ name }) => columns.map((column) => ({ name, column })))
  const x = nameScale(
    shown.map(({ column }) => column),
    [area.left, area.right],
  )
  const y = nameScale(rows, [area.top, area.bottom])
  const [wide, high] = [(area.right - area.left) / Math.max(1, shown.length), (area.bottom - area.top) / Math.max(1, rows.length)]
  const cells = series.flatMap(({ name, points }) =>
    rows.flatMap((row) => {
      const inRow = points.filter((point) => str(point.y) === row)
      return columns.map((column) => {
        const count = inRow.filter((point) => str(point.x) === column).length
        const share = inRow.length === 0 ? 0 : count / inRow.length
        const at = x.at(shown.findIndex((one) => one.name === name && one.column === column)) - wide / 2
        const text = isNormalized ? share.toFixed(2) : String(count)
        const [top, middle] = [y.at(rows.indexOf(row)) - high / 2, y.at(rows.indexOf(row))]
        const label = `<text x="${round(at + wide / 2)}" y="${round(middle)}" class="cell">${text}</text>`
        return `<rect x="${round(at)}" y="${round(top)}" width="${round(wide)}" height="${round(high)}" fill="#945dd6" fill-opacity="${share.toFixed(2)}" stroke="#ccc"/>${label}`
      })
    }),
  )
  return drawAxes(x, y) + cells.join('')
}

function drawAxes(x: Scale, y: Scale): string {
  const below = x.ticks.map(({ at, label }) => `<text x="${round(at)}" y="${area.bottom + 16}" class="tick">${escapeHtml(label)}</text>`)
  const beside = y.ticks.map(
    ({ at, label }) =>
      `<path d="M${area.left} ${round(at)}H${area.right}" stroke="#eee"/><text x="${area.left - 6}" y="${round(at) + 4}" class="tick side">${escapeHtml(label)}</text>`,
  )
  return `${beside.join('')}${below.join('')}<path d="M${area.left} ${area.top}V${area.bottom}H${area.right}" fill="none" stroke="#888"/>`
}

function drawLegend(series: readonly Series[]): string {
  const items = series.map(({ name, revision }) => `<span><i style="background:${colorOf(revision)}"></i>${escapeHtml(name)}</span>`)
  return `<p class="legend">${items.join('')}</p>`
}

function colorOf(revision: number): string {
  return colors[revision % colors.length] ?? '#888'
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10
}
