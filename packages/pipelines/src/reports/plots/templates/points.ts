import type { TemplateDocument } from '../template.ts'

export const scatter: TemplateDocument = {
  $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
  data: { values: '<DVC_METRIC_DATA>' },
  title: { text: '<DVC_METRIC_TITLE>', anchor: 'middle' },
  width: '<DVC_METRIC_PLOT_WIDTH>',
  height: '<DVC_METRIC_PLOT_HEIGHT>',
  mark: { type: 'point', tooltip: { content: 'data' } },
  params: ['<DVC_METRIC_ZOOM_AND_PAN>'],
  encoding: {
    x: { field: '<DVC_METRIC_X>', type: 'quantitative', title: '<DVC_METRIC_X_LABEL>' },
    y: { field: '<DVC_METRIC_Y>', type: 'quantitative', title: '<DVC_METRIC_Y_LABEL>' },
    color: '<DVC_METRIC_COLOR>',
    shape: '<DVC_METRIC_SHAPE>',
    tooltip: '<DVC_METRIC_TOOLTIP>',
  },
}

export const scatterJitter: TemplateDocument = {
  $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
  data: { values: '<DVC_METRIC_DATA>' },
  title: { text: '<DVC_METRIC_TITLE>', anchor: 'middle' },
  width: '<DVC_METRIC_PLOT_WIDTH>',
  height: '<DVC_METRIC_PLOT_HEIGHT>',
  transform: [
    { calculate: 'random()', as: 'randomX' },
    { calculate: 'random()', as: 'randomY' },
  ],
  mark: { type: 'point', tooltip: { content: 'data' } },
  encoding: {
    x: { field: '<DVC_METRIC_X>', title: '<DVC_METRIC_X_LABEL>' },
    y: { field: '<DVC_METRIC_Y>', title: '<DVC_METRIC_Y_LABEL>' },
    color: '<DVC_METRIC_COLOR>',
    shape: '<DVC_METRIC_SHAPE>',
    tooltip: '<DVC_METRIC_TOOLTIP>',
    xOffset: { field: 'randomX', type: 'quantitative' },
    yOffset: { field: 'randomY', type: 'quantitative' },
  },
}
