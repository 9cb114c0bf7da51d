package io.isobar.agent.driver.kubernetes;

/** The API server answered, and will not do it; the message is its own. */
final class KubernetesRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;

    KubernetesRefusedException(int code, String message) {
        super(message);
        this.code = code;
    }

    boolean isForbidden() {
        return code == 403;
    }

    /** Not for what the request says, but for what the server knows of others: rights, accounts, quotas, a namespace. */
    boolean mayBeIgnorance() {
        return isForbidden() || isGone();
    }

    /** What it is about is not there. */
    boolean isGone() {
        return code == 404;
    }
}
