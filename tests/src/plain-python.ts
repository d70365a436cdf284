// Before each file of tests that record runs of Python: `python3` is one without packages, where there is one; see findPlainPython.
import { delimiter } from 'node:path'
import { findPlainPython } from '@reprise/testing'

const folder = findPlainPython()
if (folder !== undefined) process.env['PATH'] = `${folder}${delimiter}${process.env['PATH'] ?? ''}`
