/** Tests of the reader of Kubernetes jobs. */
@NullMarked
package io.isobar.broker.manifest.kubernetes;

import org.jspecify.annotations.NullMarked;
