import type { CanActivate, ExecutionContext } from '@nestjs/common'
import { SetMetadata, createParamDecorator } from '@nestjs/common'
import type { Reflector } from '@nestjs/core'
import type { FastifyRequest } from 'fastify'
import type { Action } from './policy.ts'
import { POLICY } from './policy.ts'
import { requireAllowed } from './require-allowed.ts'
import type { Actor, Principal, TokenAuthenticator } from './token-authenticator.ts'

const ACTION = 'evenkeel:action'

/** On a controller or handler: what asking for it does, which the policy grants or not. A route without answers nobody. */
export const Does = (action: Action): MethodDecorator & ClassDecorator => SetMetadata(ACTION, action)

const principals = new WeakMap<FastifyRequest, Principal>()

/** On a parameter of a handler: the Principal who is asking, where the action takes a token. */
export const Asker = createParamDecorator((_data: unknown, context: ExecutionContext) => askerOf(context))

/** On a parameter of a handler: the Actor who gives the command, where the action takes a token. */
export const By = createParamDecorator((_data: unknown, context: ExecutionContext): Actor => ({
  principal: askerOf(context).name,
  requestId: requestOf(context).id,
}))

/**
 * Guards every route of the process. Where the route or the query names an `environment`, that is the one the action
 * is asked for.
 */
export class ActionGuard implements CanActivate {
  private readonly reflector: Reflector
  private readonly authenticator: TokenAuthenticator

  constructor(reflector: Reflector, authenticator: TokenAuthenticator) {
    this.reflector = reflector
    this.authenticator = authenticator
  }

  canActivate(context: ExecutionContext): boolean {
    const action = this.reflector.getAllAndOverride<Action | undefined>(ACTION, [
      context.getHandler(),
      context.getClass(),
    ])
    if (action === undefined) throw new Error(`${nameOf(context)} names no action, so it answers nobody`)
    if (typeof POLICY[action] === 'string') return true
    const request = requestOf(context)
    const asked = request.query as { readonly environment?: string }
    const { environment = asked.environment } = request.params as { readonly environment?: string }
    const { authorization: header } = request.headers
    principals.set(request, requireAllowed(this.authenticator, { header, action, resource: { environment } }))
    return true
  }
}

function askerOf(context: ExecutionContext): Principal {
  const principal = principals.get(requestOf(context))
  if (!principal) throw new Error(`${nameOf(context)} is for everyone, so nobody is known there`)
  return principal
}

const requestOf = (context: ExecutionContext) => context.switchToHttp().getRequest<FastifyRequest>()

const nameOf = (context: ExecutionContext): string =>
  `${context.getClass().name}.${context.getHandler().name}`
