import { type RefObject, useLayoutEffect } from 'react'

const GAP = 4
const EDGE = 8

/**
 * Shows a `popover="manual"` element below (or above) its anchor while it is open. The top layer is above everything, also inside
 * modal dialogs and scrolling grids, without portals.
 */
export function useAnchored(
  popup: RefObject<HTMLElement | null>,
  anchor: RefObject<HTMLElement | null>,
  isOpen: boolean,
): void {
  useLayoutEffect(() => {
    const [element, target] = [popup.current, anchor.current]
    if (!isOpen || !element || !target) return
    element.showPopover()
    const place = () => {
      const box = target.getBoundingClientRect()
      const { offsetHeight: height, offsetWidth: width } = element
      const isAbove = box.bottom + GAP + height > innerHeight - EDGE && box.top - GAP - height > EDGE
      element.style.minWidth = `${box.width}px`
      element.style.top = `${isAbove ? box.top - GAP - height : box.bottom + GAP}px`
      element.style.left = `${Math.max(EDGE, Math.min(box.left, innerWidth - width - EDGE))}px`
    }
    place()
    // The list changes its height while someone types.
    const observer = new ResizeObserver(place)
    observer.observe(element)
    addEventListener('scroll', place, { capture: true, passive: true })
    addEventListener('resize', place)
    return () => {
      observer.disconnect()
      removeEventListener('scroll', place, { capture: true })
      removeEventListener('resize', place)
      if (element.isConnected) element.hidePopover()
    }
  }, [popup, anchor, isOpen])
}
