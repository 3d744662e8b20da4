import type { SpecialHandler } from '../mount.ts'
import { checkAccess } from './checking.ts'
import type { AccessContract } from './contract.ts'
import { listSecurityEvents } from './events.ts'
import { cancelImport, finishImport, getImport, sendImportPart, startImport } from './importing.ts'
import { invite, listInvitations, resendInvitation, revokeInvitation } from './inviting.ts'
import { createApiKey, listApiKeys, revokeApiKey } from './key-book.ts'
import { listPeople } from './names.ts'
import { once } from './once.ts'
import { changeMember, listMembers, removeMember } from './people.ts'
import { getResidency } from './residency.ts'
import { defineRole, dropRole, listRoles, permissionMatrix } from './role-book.ts'
import { grantSupport, listSupportGrants, revokeSupportGrant } from './support.ts'

/** What the edge answers of the contract `access`; apps and single sign-on have theirs in `workers/identity/`. */
export const accessHandlers = {
  'access.ListMembers': listMembers,
  'access.ListPeople': listPeople,
  'access.ChangeMember': once(changeMember),
  'access.RemoveMember': once(removeMember),
  'access.ListInvitations': listInvitations,
  'access.Invite': once(invite),
  'access.ResendInvitation': once(resendInvitation),
  'access.RevokeInvitation': once(revokeInvitation),
  'access.ListRoles': listRoles,
  'access.DefineRole': once(defineRole),
  'access.DropRole': once(dropRole),
  'access.GetPermissionMatrix': permissionMatrix,
  'access.CheckAccess': checkAccess,
  'access.ListApiKeys': listApiKeys,
  'access.CreateApiKey': once(createApiKey, ['text']),
  'access.RevokeApiKey': once(revokeApiKey),
  'access.ListSecurityEvents': listSecurityEvents,
  'access.GetResidency': getResidency,
  'access.ListSupportGrants': listSupportGrants,
  'access.GrantSupport': once(grantSupport),
  'access.RevokeSupportGrant': once(revokeSupportGrant),
  'access.StartImport': once(startImport),
  'access.SendImportPart': once(sendImportPart),
  'access.GetImport': getImport,
  'access.FinishImport': once(finishImport),
  'access.CancelImport': once(cancelImport),
} satisfies Partial<Record<`access.${keyof AccessContract['operations']}`, SpecialHandler>>
