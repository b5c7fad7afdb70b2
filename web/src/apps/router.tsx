/** The pages and who may open them. Each page is a chunk of its own. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import { loadOfficeTexts } from "@/shared/i18n/i18n";
import { may, queryClient, type Session, sessionQuery } from "@/shared/session/session";
import { SignInPage } from "./entrance/sign-in-page";
import { WelcomePage } from "./entrance/welcome-page";
import { auditIn, instantIn, interactionsIn, mapIn, nextIn, recordIn, weekIn } from "./search";
import { NotFound } from "./shell/not-found";
import { PageFailed } from "./shell/page-failed";

export type HomePath = "/desk" | "/board" | "/admin";

/** Where a person's work begins. */
function homeOf(session: Session): HomePath {
  if (may(session, "agents.desk.use")) return "/desk";
  return may(session, "routing.queue.edit") ? "/admin" : "/board";
}

async function requireSession(path: string): Promise<Session> {
  const session = await queryClient.ensureQueryData(sessionQuery);
  if (!session) throw redirect({ to: "/sign-in", search: { next: path } });
  return session;
}

const root = createRootRoute({ notFoundComponent: NotFound });

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: nextIn,
  component: SignInPage,
});

const welcome = createRoute({ getParentRoute: () => root, path: "/welcome", component: WelcomePage });

const inside = createRoute({
  getParentRoute: () => root,
  id: "inside",
  beforeLoad: async ({ location }) => ({ session: await requireSession(location.pathname) }),
  component: lazyRouteComponent(() => import("./shell/shell"), "Shell"),
});

const home = createRoute({
  getParentRoute: () => inside,
  path: "/",
  beforeLoad: ({ context }) => {
    throw redirect({ to: homeOf(context.session) });
  },
});

const desk = createRoute({
  getParentRoute: () => inside,
  path: "/desk",
  component: lazyRouteComponent(() => import("./agent/desk-page"), "DeskPage"),
});

const board = createRoute({
  getParentRoute: () => inside,
  path: "/board",
  beforeLoad: loadOfficeTexts,
  component: lazyRouteComponent(() => import("./supervisor/board-page"), "BoardPage"),
});

const wallboards = createRoute({
  getParentRoute: () => inside,
  path: "/wallboards",
  beforeLoad: loadOfficeTexts,
  component: lazyRouteComponent(() => import("./supervisor/wallboards-page"), "WallboardsPage"),
});

const wallboard = createRoute({
  getParentRoute: () => inside,
  path: "/wallboards/$id",
  beforeLoad: loadOfficeTexts,
  component: lazyRouteComponent(() => import("./supervisor/wallboard-page"), "WallboardPage"),
});

const wallboardEditor = createRoute({
  getParentRoute: () => inside,
  path: "/wallboards/$id/edit",
  beforeLoad: loadOfficeTexts,
  component: lazyRouteComponent(() => import("./supervisor/composing-page"), "WallboardEditorPage"),
});

const floorMap = createRoute({
  getParentRoute: () => inside,
  path: "/floor",
  validateSearch: mapIn,
  beforeLoad: loadOfficeTexts,
  component: lazyRouteComponent(() => import("./supervisor/floor-map-page"), "FloorMapPage"),
});

const floorMapEditor = createRoute({
  getParentRoute: () => inside,
  path: "/floor/$id/edit",
  beforeLoad: loadOfficeTexts,
  component: lazyRouteComponent(() => import("./supervisor/composing-page"), "FloorMapEditorPage"),
});

const display = createRoute({
  getParentRoute: () => root,
  path: "/display",
  beforeLoad: loadOfficeTexts,
  component: lazyRouteComponent(() => import("./display/display-page"), "DisplayPage"),
});

const lostCalls = createRoute({
  getParentRoute: () => inside,
  path: "/lost-calls",
  component: lazyRouteComponent(() => import("./supervisor/lost-calls-page"), "LostCallsPage"),
});

const timeMachine = createRoute({
  getParentRoute: () => inside,
  path: "/time-machine",
  validateSearch: instantIn,
  beforeLoad: loadOfficeTexts,
  component: lazyRouteComponent(() => import("./supervisor/time-machine-page"), "TimeMachinePage"),
});

const whatIf = createRoute({
  getParentRoute: () => inside,
  path: "/what-if",
  beforeLoad: loadOfficeTexts,
  component: lazyRouteComponent(() => import("./supervisor/what-if-page"), "WhatIfPage"),
});

const plan = createRoute({
  getParentRoute: () => inside,
  path: "/plan",
  validateSearch: weekIn,
  beforeLoad: loadOfficeTexts,
  component: lazyRouteComponent(() => import("./supervisor/plan-page"), "PlanPage"),
});

const interactions = createRoute({
  getParentRoute: () => inside,
  path: "/interactions",
  validateSearch: interactionsIn,
  component: lazyRouteComponent(() => import("./supervisor/interactions-page"), "InteractionsPage"),
});

const interaction = createRoute({
  getParentRoute: () => inside,
  path: "/interactions/$id",
  beforeLoad: loadOfficeTexts,
  component: lazyRouteComponent(() => import("./supervisor/interaction-page"), "InteractionPage"),
});

const admin = createRoute({
  getParentRoute: () => inside,
  path: "/admin",
  beforeLoad: loadOfficeTexts,
  component: lazyRouteComponent(() => import("./admin/admin-frame"), "AdminFrame"),
});

const adminStart = createRoute({
  getParentRoute: () => admin,
  path: "/",
  component: lazyRouteComponent(() => import("./admin/start-page"), "StartPage"),
});

const audit = createRoute({
  getParentRoute: () => admin,
  path: "audit",
  validateSearch: auditIn,
  component: lazyRouteComponent(() => import("./admin/audit-page"), "AuditPage"),
});

const matrix = createRoute({
  getParentRoute: () => admin,
  path: "skills-matrix",
  component: lazyRouteComponent(() => import("./admin/skills-matrix-page"), "SkillsMatrixPage"),
});

const interruptions = createRoute({
  getParentRoute: () => admin,
  path: "interruptions",
  component: lazyRouteComponent(() => import("./admin/interruptions-page"), "InterruptionsPage"),
});

const rules = createRoute({
  getParentRoute: () => admin,
  path: "rules",
  component: lazyRouteComponent(() => import("./admin/rules-page"), "RulesPage"),
});

const admission = createRoute({
  getParentRoute: () => admin,
  path: "admission",
  component: lazyRouteComponent(() => import("./admin/admission-page"), "AdmissionPage"),
});

const privacy = createRoute({
  getParentRoute: () => admin,
  path: "privacy",
  component: lazyRouteComponent(() => import("./admin/privacy-page"), "PrivacyPage"),
});

const adminKind = createRoute({
  getParentRoute: () => admin,
  path: "$kind",
  validateSearch: recordIn,
  component: lazyRouteComponent(() => import("./admin/kind-page"), "KindPage"),
});

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    welcome,
    display,
    inside.addChildren([
      home,
      desk,
      board,
      wallboards,
      wallboard,
      wallboardEditor,
      floorMap,
      floorMapEditor,
      timeMachine,
      whatIf,
      plan,
      interactions,
      lostCalls,
      interaction,
      admin.addChildren([adminStart, audit, rules, admission, matrix, interruptions, privacy, adminKind]),
    ]),
  ]),
  defaultErrorComponent: PageFailed,
  defaultPendingMs: 400,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
