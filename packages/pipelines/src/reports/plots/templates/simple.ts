import type { TemplateDocument } from '../template.ts'

export const simple: TemplateDocument = {
  $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
  data: { values: '<DVC_METRIC_DATA>' },
  title: { text: '<DVC_METRIC_TITLE>', anchor: 'middle' },
  params: ['<DVC_METRIC_ZOOM_AND_PAN>'],
  width: '<DVC_METRIC_PLOT_WIDTH>',
  height: '<DVC_METRIC_PLOT_HEIGHT>',
  mark: { type: 'line', tooltip: { content: 'data' } },
  encoding: {
    x: { field: '<DVC_METRIC_X>', type: 'quantitative', title: '<DVC_METRIC_X_LABEL>' },
    y: { field: '<DVC_METRIC_Y>', type: 'quantitative', title: '<DVC_METRIC_Y_LABEL>', scale: { zero: false } },
    color: '<DVC_METRIC_COLOR>',
    strokeDash: '<DVC_METRIC_STROKE_DASH>',
    tooltip: '<DVC_METRIC_TOOLTIP>',
  },
}
