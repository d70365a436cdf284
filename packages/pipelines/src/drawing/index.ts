export { collapseGroups, type Drawing, drawOuts, drawStages, focusDrawing } from './pipeline-drawing.ts'
export { printBoxes } from './print-boxes.ts'
export { printDot } from './print-dot.ts'
export { printMermaid } from './print-mermaid.ts'
