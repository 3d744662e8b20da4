import type { ModuleContract } from '../../durable-objects/kernel/contract.ts'
import { appOperations, appRefusals } from './contract/apps.ts'
import { importOperations, importRefusals } from './contract/imports.ts'
import { keyOperations } from './contract/keys.ts'
import { memberOperations } from './contract/members.ts'
import { placeOperations } from './contract/places.ts'
import { roleOperations } from './contract/roles.ts'
import { singleSignOnOperations, singleSignOnRefusals } from './contract/single-sign-on.ts'

/**
 * What a tenant decides about access to itself: answered at the edge from the identity database of the tenant's region,
 * because it belongs to no company's books.
 */
export const accessContract = {
  name: 'access',
  title: 'Access',
  operations: {
    ...memberOperations,
    ...roleOperations,
    ...keyOperations,
    ...appOperations,
    ...singleSignOnOperations,
    ...placeOperations,
    ...importOperations,
  },
  events: {},
  refusals: {
    ...appRefusals,
    ...singleSignOnRefusals,
    ...importRefusals,
    already_member: { status: 409, title: 'The person is a member already' },
    api_key_not_found: { status: 404, title: 'There is no such API key' },
    cannot_give: { status: 403, title: 'Nobody gives what they have not themselves' },
    invalid_address: { status: 422, title: 'An address of the list is not valid' },
    invalid_cursor: { status: 400, title: 'The cursor is not one of this list' },
    invitation_not_found: { status: 404, title: 'There is no such invitation' },
    invitation_not_open: { status: 409, title: 'The invitation is no longer open' },
    last_owner: { status: 409, title: 'The tenant needs an owner' },
    member_not_found: { status: 404, title: 'There is no such member' },
    owners_only: { status: 403, title: 'Only owners make or unmake owners' },
    request_in_progress: { status: 409, title: 'The same request is being answered' },
    role_built_in: { status: 409, title: 'Built-in roles cannot be changed' },
    role_in_use: { status: 409, title: 'Somebody has the role' },
    role_not_found: { status: 404, title: 'There is no such role' },
    support_not_granted: { status: 403, title: 'The tenant has not let support in' },
    support_grant_not_found: { status: 404, title: 'There is no such support grant' },
    unknown_grant: { status: 422, title: 'A grant names what does not exist' },
    unknown_operation: { status: 422, title: 'There is no such operation' },
    unknown_role: { status: 422, title: 'There is no such role' },
    unknown_rule_field: { status: 422, title: 'A record rule names a field that no module has' },
  },
} as const satisfies ModuleContract

export type AccessContract = typeof accessContract
