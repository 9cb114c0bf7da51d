/** YAML 1.2 as job files of other systems have it: any number of documents, with the line of every field. */
@NullMarked
package io.isobar.broker.manifest.yaml;

import org.jspecify.annotations.NullMarked;
