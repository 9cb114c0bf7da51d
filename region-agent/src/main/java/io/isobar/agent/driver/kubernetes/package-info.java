/**
 * Work as pods of a Kubernetes cluster. What is asked of the API server goes through {@link io.isobar.agent.driver.kubernetes.KubernetesApi};
 * what its answers mean is decided without it.
 */
@NullMarked
package io.isobar.agent.driver.kubernetes;

import org.jspecify.annotations.NullMarked;
