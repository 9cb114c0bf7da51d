package io.isobar.broker.api.rest;

import io.isobar.broker.api.contract.ApiGuards;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;

/** The guard of the API before calls of users. */
@Limited
@Interceptor
@Priority(Interceptor.Priority.APPLICATION)
class CallLimits {
    private final ApiGuards guards;

    @Inject
    CallLimits(ApiGuards guards) {
        this.guards = guards;
    }

    @AroundInvoke
    Object call(InvocationContext context) {
        return guards.calls().call(() -> proceed(context));
    }

    private static Object proceed(InvocationContext context) {
        try {
            return context.proceed();
        } catch (RuntimeException failed) {
            throw failed;
        } catch (Exception checked) {
            throw new IllegalStateException("a call of the API threw a checked exception", checked);
        }
    }
}
