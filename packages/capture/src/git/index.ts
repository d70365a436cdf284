// Running git as captures do, by itself: those who need no more do not load the rest.
export { type GitAnswer, type GitPlace, runGit, spawnGit, splitNul, toGitVariables, type Variables } from '../code/git/run-git.ts'
