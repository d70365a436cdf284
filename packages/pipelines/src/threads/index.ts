export { createWorkers, type Task, type Workers } from './workers.ts'
