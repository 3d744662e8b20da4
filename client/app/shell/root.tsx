import { Outlet } from '@tanstack/react-router'
import { ToastRegion } from '../ui/toast.tsx'

/** Around every page, signed in or not. Messages hold links, so their region lies inside the router. */
export const Root = () => (
  <>
    <Outlet />
    <ToastRegion />
  </>
)
