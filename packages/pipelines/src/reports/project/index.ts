export { ReportProject } from './report-project.ts'
export { RevisionFiles } from './revision-files.ts'
