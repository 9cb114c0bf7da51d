/** Reads jobs of Kubernetes, of the Kubeflow trainer and of Volcano as workloads. */
@NullMarked
package io.isobar.broker.manifest.kubernetes;

import org.jspecify.annotations.NullMarked;
