// In the page of a still, pages find this in place of the router: their links lead only to what is in the page.
export * from '@tanstack/react-router'
export { Link } from './link.tsx'
