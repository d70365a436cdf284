export { giveTour } from './give-tour.ts'
