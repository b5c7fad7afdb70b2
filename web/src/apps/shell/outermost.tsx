/** The page's main landmark, unless the frame around has it already. */
import { createContext, type ReactNode, useContext } from "react";

export const InFrame = createContext(false);

export function Outermost({ children }: { children: ReactNode }) {
  return useContext(InFrame) ? children : <main>{children}</main>;
}
