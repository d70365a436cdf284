import { posix } from 'node:path'
import { RepriseError } from '@reprise/protocol/errors'
import { str } from '../../../python/index.ts'
import type { Plot, PlotImage } from '../make-plots.ts'
import { drawChart } from './draw-chart.ts'
import { escapeHtml } from './escape.ts'

/** DVC's page, with styles of our own in the place of scripts from elsewhere. */
const page = `<!DOCTYPE html>
<html>
<head>
    {refresh_tag}
    <title>DVC Plot</title>
    {scripts}
    <style>
        table {
            border-spacing: 15px;
        }
    </style>
</head>
<body>
    {plot_divs}
</body>
</html>
`

const style = `<meta charset="utf-8">
    <style>
        body { font: 14px sans-serif }
        .plot { display: inline-block; vertical-align: top; margin: 8px; border: 1px solid #ddd; padding: 8px }
        .plot h2 { font-size: 14px; text-align: center; margin: 4px }
        .plot svg text { font-size: 11px; text-anchor: middle } .plot svg .side { text-anchor: end }
        .legend span { margin-right: 12px } .legend i { display: inline-block; width: 10px; height: 10px; margin-right: 4px }
        .failure { color: #b00 }
        img { max-width: 100% }
    </style>`

/**
 * One page with all plots that opens without a network: charts are drawn as SVG, images are in it.
 *
 * @param template a page with `{plot_divs}` in it, and `{scripts}` and `{refresh_tag}` where they are wanted
 * @throws RepriseError INVALID_PARAMETER_VALUE for a page without `{plot_divs}`
 */
export function renderPlots(plots: readonly Plot[], template: string = page): string {
  if (!template.includes('{plot_divs}')) throw new RepriseError('INVALID_PARAMETER_VALUE', "HTML template has to contain '{plot_divs}'.")
  const ordered = [...plots.filter(({ kind }) => kind === 'chart'), ...plots.filter(({ kind }) => kind === 'images')]
  return template
    .replaceAll('{scripts}', () => style)
    .replaceAll('{refresh_tag}', '')
    .replaceAll('{plot_divs}', () => ordered.map(renderPlot).join('\n'))
}

function renderPlot(plot: Plot): string {
  const id = escapeHtml(plot.name.replaceAll(/[!@#$%^&*()[\]{};,<>?\\/:.|`~=_+ ]/g, '_'))
  const title = plot.kind === 'chart' ? str(plot.chart.props.get('title') ?? plot.name) : plot.name
  const body = plot.kind === 'images' ? plot.images.map(renderImage).join('') : plot.chart.points.length > 0 ? drawChart(plot.chart) : ''
  const failures = plot.failures.map(({ revision, msg }) => `<p class="failure">${escapeHtml(`${revision}: ${msg}`)}</p>`)
  return `<div id="${id}" class="plot"><h2>${escapeHtml(title)}</h2>${body}${failures.join('')}</div>`
}

function renderImage({ revision, file, bytes }: PlotImage): string {
  const type = types[posix.extname(file)] ?? 'image/png'
  return `<p>${escapeHtml(revision)}</p><img src="data:${type};base64,${bytes.toString('base64')}">`
}

const types: Readonly<Record<string, string>> = {
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
}
