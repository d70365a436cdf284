import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './theme/tokens.css'
import './theme/base.css'
import { addressOfHash } from './map/address-of-hash.ts'
import { createMap } from './map/map.tsx'
import { followServer } from './server/live.ts'
import { followTheme } from './theme/theme.ts'

const moved = addressOfHash(location.hash)
if (moved !== undefined) history.replaceState(null, '', moved)

followTheme()
const queries = new QueryClient({
  defaultOptions: { queries: { staleTime: 30_000, refetchOnWindowFocus: false, retry: false } },
})
const router = createMap(queries)
void followServer(queries, new AbortController().signal)

const place = document.getElementById('app')
if (place === null) throw new Error('index.html has no #app')
createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
)
