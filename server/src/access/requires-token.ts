import type { CanActivate, ExecutionContext } from '@nestjs/common'
import { SetMetadata } from '@nestjs/common'
import type { Reflector } from '@nestjs/core'
import type { FastifyRequest } from 'fastify'
import { requirePrincipal } from './require-principal.ts'
import type { Principal, TokenAuthenticator, TokenKind } from './token-authenticator.ts'

const KINDS = 'evenkeel:token-kinds'

/**
 * On a controller or handler: the kinds of token that it answers to; an admin's always does. Where the route or the
 * query names an `environment`, an SDK's token must be made for it.
 */
export const RequiresToken = (...kinds: readonly TokenKind[]): MethodDecorator & ClassDecorator =>
  SetMetadata(KINDS, kinds)

/** On a controller or handler: answers to everyone. Without this or RequiresToken a route answers to admins only. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(KINDS, 'public')

const principals = new WeakMap<FastifyRequest, Principal>()

/** Who is asking; only behind RequiresToken. */
export function principalOf(request: FastifyRequest): Principal {
  const principal = principals.get(request)
  if (!principal) throw new Error(`${request.url} is not behind RequiresToken`)
  return principal
}

/** Guards every route of the process. */
export class TokenGuard implements CanActivate {
  private readonly reflector: Reflector
  private readonly authenticator: TokenAuthenticator

  constructor(reflector: Reflector, authenticator: TokenAuthenticator) {
    this.reflector = reflector
    this.authenticator = authenticator
  }

  canActivate(context: ExecutionContext): boolean {
    const kinds =
      this.reflector.getAllAndOverride<readonly TokenKind[] | 'public' | undefined>(KINDS, [
        context.getHandler(),
        context.getClass(),
      ]) ?? []
    if (kinds === 'public') return true
    const request = context.switchToHttp().getRequest<FastifyRequest>()
    const asked = request.query as { readonly environment?: string }
    const { environment = asked.environment } = request.params as { readonly environment?: string }
    const principal = requirePrincipal(this.authenticator, request.headers.authorization, {
      kinds,
      ...(environment !== undefined && { environment }),
    })
    principals.set(request, principal)
    return true
  }
}
