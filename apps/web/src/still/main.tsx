import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import '../theme/tokens.css'
import '../theme/base.css'
import { followTheme } from '../theme/theme.ts'
import { createStillMap } from './map.tsx'
import { still } from './read-still.ts'

followTheme()
// Nothing here grows old, and nothing is fetched.
const queries = new QueryClient({
  defaultOptions: { queries: { staleTime: Infinity, refetchInterval: false, networkMode: 'always', retry: false } },
})
const router = createStillMap(still)

const place = document.getElementById('app')
if (place === null) throw new Error('The page has no #app')
createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={router as never} />
    </QueryClientProvider>
  </StrictMode>,
)
