package io.isobar.integration.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** Known to its own package and to the packages named. */
final class IsKnownTo extends ArchCondition<JavaClass> {
    private final DescribedPredicate<JavaClass> allowed;

    IsKnownTo(String... packages) {
        super("be known to their own package and to " + String.join(", ", packages) + " only");
        allowed = JavaClass.Predicates.resideInAnyPackage(packages);
    }

    @Override
    public void check(JavaClass item, ConditionEvents events) {
        for (var dependency : item.getDirectDependenciesToSelf()) {
            var user = dependency.getOriginClass();
            if (!user.getPackageName().equals(item.getPackageName()) && !allowed.test(user)) {
                events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
            }
        }
    }
}
