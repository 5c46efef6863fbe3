using FluentValidation;

namespace Goring.Application.Protocol;

/// <summary>The validation rules of wire fields, named as the wire names them.</summary>
internal static class WireRules
{
    /// <summary>A string that is there, is not blank and has at most <paramref name="maxLength"/> UTF-16 code units.</summary>
    public static IRuleBuilderOptions<T, string?> RequiredText<T>(
        this IRuleBuilderInitial<T, string?> rule, string field, int maxLength) =>
        rule.Cascade(CascadeMode.Stop)
            .NotNull().WithMessage($"payload.{field} is required")
            .Must(static text => !string.IsNullOrWhiteSpace(text)).WithMessage($"payload.{field} must not be blank")
            .MaxLength(field, maxLength);

    /// <summary>A relayed string that is there and is not blank.</summary>
    public static IRuleBuilderOptions<T, PresentText?> RequiredText<T>(
        this IRuleBuilderInitial<T, PresentText?> rule, string field) =>
        rule.Cascade(CascadeMode.Stop)
            .NotNull().WithMessage($"payload.{field} is required")
            .Must(static text => !text!.Value.IsBlank).WithMessage($"payload.{field} must not be blank");

    /// <summary>A string of at most <paramref name="maxLength"/> UTF-16 code units, or none.</summary>
    public static IRuleBuilderOptions<T, string?> MaxLength<T>(
        this IRuleBuilder<T, string?> rule, string field, int maxLength) =>
        rule.Must(text => text is null || text.Length <= maxLength)
            .WithMessage($"payload.{field} must have at most {maxLength} characters");
}
